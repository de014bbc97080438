/** Builds the console into `dist`, which the server serves; in development everything under `/api` goes to that server. */

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env["CORDBOARD_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": { target: server, ws: true } } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["chrome125", "firefox128", "safari18"],
    cssTarget: ["chrome125", "firefox128", "safari18"],
    chunkSizeWarningLimit: 700,
  },
});
