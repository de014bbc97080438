/** Asks the CRM who this is, by the caller's number or by something he typed. */

import { z } from "zod";
import { variableNameSchema } from "../parts.ts";
import { renderOutside } from "../variables.ts";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";

export const lookUpContactConfig = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("callerNumber") }),
  z.strictObject({ by: z.literal("variable"), variable: variableNameSchema }),
]);

/** Fields that the CRM gives for a contact; others may come too, and read as `contact.<field>`. */
const CONTACT_VARIABLES = ["contact.match", "contact.id", "contact.name", "contact.tier", "contact.language"];

export function lookUpContact(config: z.infer<typeof lookUpContactConfig>): NodeBehaviour {
  const exits = ["known", "maybe", "none"];
  const source = config.by === "variable" ? config.variable : "caller.number";
  return {
    exits,
    optionalExits: [],
    instantExits: exits,
    endsCall: false,
    needsAnswer: false,
    mentions: {
      ...NO_MENTIONS,
      sends: [source],
      writes: CONTACT_VARIABLES.map((name) => ({ name, sensitive: false })),
    },
    enter: ({ cursor }) => {
      const value = renderOutside(`{{${source}}}`, cursor);
      return value === "" ? leave("none", found("none", "")) : wait({ kind: "findContact", by: config.by, value });
    },
    resume: (event) => {
      if (event.kind === "failed") return leave("none", found("none", ""));
      if (event.kind !== "contactFound") return IGNORE;
      const values = Object.entries(event.values).filter(([name]) => variableNameSchema.safeParse(name).success);
      return leave(event.match, [
        ...values.map(([name, value]) => ({ name: `contact.${name}`, value, sensitive: false })),
        ...found(event.match, event.contact ?? ""),
      ]);
    },
  };
}

function found(match: "none" | "maybe" | "known", id: string) {
  return [
    { name: "contact.match", value: match, sensitive: false },
    { name: "contact.id", value: id, sensitive: false },
  ];
}
