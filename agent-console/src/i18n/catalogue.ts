/** What a catalogue is: the English one names the keys, and the compiler holds the others to exactly these. */

import type { en } from "./en.ts";

export type Catalogue = { readonly [key in keyof typeof en]: string };

type WithoutPlural<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
export type CatalogueKey = WithoutPlural<keyof typeof en>;
