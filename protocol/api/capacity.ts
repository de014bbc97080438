/** How much an agent takes at once of each medium: the site's profile, which holds where she has none of her own. */

import { z } from "zod";
import { none } from "./shapes.ts";
import { route } from "./route.ts";

const count = z.int().min(0).max(50);

/** See `Capacity` in routing/work/capacity.ts. */
export const capacityProfile = z.object({
  /** 1: takes calls and callbacks; 0: none. A phone carries one conversation. */
  voice: z.union([z.literal(0), z.literal(1)]),
  mail: count,
  chat: count,
  /** Of all media at once, a call included. */
  total: count,
  /** Open work of these media lets a call ring. */
  interruptible: z.array(z.enum(["mail", "chat"])).max(2),
  /** New work comes on the phone as long as fewer are open; 0: none. */
  duringVoice: count,
  /** The same while she wraps up a call. */
  whileWrappingUp: count,
});
export type CapacityProfile = z.infer<typeof capacityProfile>;

const tag = "Administration";

export const readCapacity = route({
  method: "GET",
  path: "/api/capacity",
  summary: "The site's profile of capacity",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: none,
  reply: capacityProfile,
  status: 200,
});
/** Takes nothing away from whoever has more open. */
export const putCapacity = route({
  method: "PUT",
  path: "/api/capacity",
  summary: "Change the site's profile of capacity",
  tag,
  may: ["admin"],
  params: none,
  query: none,
  body: capacityProfile,
  reply: capacityProfile,
  status: 200,
});
