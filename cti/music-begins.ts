/** How long music may be on its way to a leg. */

/** A parked leg looks up every 20 ms, a bridge takes it at once: within two looks whatever was asked for before has begun. */
export const MUSIC_BEGINS_MS = 45;
