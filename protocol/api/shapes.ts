/** Shapes that several routes share. */

import { z } from "zod";

export const none = z.undefined();
export const byId = z.object({ id: z.uuid() });
export const locale = z.enum(["en", "zh", "es"]);
/** A text in the three languages of the product. */
export const threeLanguages = z.object({
  en: z.string().min(1).max(80),
  zh: z.string().min(1).max(80),
  es: z.string().min(1).max(80),
});
/** A moment that a person gives: milliseconds since 1970, within the years that people and databases can write. */
export const givenInstant = z.int().min(0).max(253_402_300_799_999);
/** Keyset pages: `next` is opaque and absent on the last page. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().optional() });
export const pageQuery = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** Optimistic locking: the version that the editor saw; a stale one answers 409 `stale`. */
export const versioned = z.object({ version: z.int() });
export const name = z.string().trim().min(1).max(120);
/** A skill and how well it is mastered, 1 to 5. */
export const skillOf = z.object({ skill: z.uuid(), proficiency: z.int().min(1).max(5) });
