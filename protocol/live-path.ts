/** Where the live socket is served, on the origin that serves the console. */

export const livePath = "/api/live";
