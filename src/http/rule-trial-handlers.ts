/** The route that tries routing rules on a caller who does not exist: looks up, computes, and touches nothing. */

import type { Kysely } from "kysely";
import type { RuleTrialView } from "#protocol/api/rule-trial.ts";
import type { FindContact } from "#routing/commands.ts";
import { contactId, queueId } from "#routing/ids.ts";
import type { WishedFor } from "#routing/interaction/visit-wishes.ts";
import { agentConfig, queueConfig } from "#routing/matching/eligible.ts";
import { dryRunNewcomer } from "#routing/matching/explain.ts";
import { tryRules } from "#routing/rules/trial.ts";
import { knownOfContact } from "../crm/known-of-contact.ts";
import type { ContactAnswer } from "../engine/pump.ts";
import { dryRunView } from "../live/project-dry-run.ts";
import { readRoutingRules } from "../setup/routing-settings.ts";
import type { Database } from "../store/schema.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";
import type { WaitParts } from "./wait-handlers.ts";

interface RuleTrialParts extends WaitParts {
  readonly db: Kysely<Database>;
  /** As for a call. */
  readonly findContact: (question: Pick<FindContact, "number">) => Promise<ContactAnswer>;
}

type Asked = Parameters<Handlers["tryRoutingRules"]>[0]["body"];

export function ruleTrialHandlers(parts: RuleTrialParts): Pick<Handlers, "tryRoutingRules"> {
  const { db, state, now } = parts;
  return {
    async tryRoutingRules({ body }) {
      const caller = await callerOf(parts, body);
      if (caller === undefined) return new Refused("invalid", { fields: [{ path: "contact", message: "unknown" }] });
      const { rules: listed } = await readRoutingRules(db);
      const at = now();
      const asked = queueConfig(state.config, queueId(body.queue.toLowerCase()));
      if (asked === undefined) return new Refused("invalid", { fields: [{ path: "queue", message: "unknown" }] });
      const trial = tryRules(state, caller, asked, at);
      const run = dryRunNewcomer(state, trial.newcomer, at);
      if (typeof run === "string") throw new Error(`the queue ${trial.queue.name} is gone within one step`);
      const verdicts = new Map(state.config.rules.map(({ name }, index) => [name, trial.verdicts[index]]));
      const { wishes, particular, queue, priority } = trial;
      return {
        at,
        match: caller.match ?? "none",
        values: [...valuesOf(caller, asked.name)],
        // Switched off, or changed since this process took its configuration over.
        rules: listed.map(({ name }) => ({ name, verdict: verdicts.get(name) ?? ("off" as const) })),
        queue: { id: queue.id, name: queue.name },
        priority,
        ...(wishes.tier === undefined ? {} : { tier: wishes.tier }),
        requirement: [...wishes.requirement] as RuleTrialView["requirement"],
        preferred: [...wishes.preferred] as RuleTrialView["preferred"],
        ...(particular === undefined ? {} : { particular: { ...particular, agents: particular.agents.map(named) } }),
        ...(wishes.agentPrompt === undefined ? {} : { agentPrompt: wishes.agentPrompt }),
        dryRun: dryRunView(state, run, at),
      };
    },
  };

  function named(id: Parameters<typeof agentConfig>[1]): { readonly id: string; readonly name: string } {
    return { id, name: agentConfig(state.config, id)?.name ?? id };
  }
}

/** Who is asked about, as the core would know him by the time that his flow names a queue; undefined: no such contact. */
async function callerOf({ db, findContact }: RuleTrialParts, body: Asked): Promise<WishedFor | undefined> {
  const number = body.number === "" ? undefined : body.number;
  const found = await findContact({ number });
  const named = body.contact === undefined ? undefined : contactId(body.contact.toLowerCase());
  const own = named === undefined ? undefined : await knownOfContact(db, named);
  if (own !== undefined && Object.keys(own).length === 0) return undefined;
  const normal = found.values["number"];
  return {
    contact: named ?? found.contact,
    match: named === undefined ? found.match : "known",
    contactValues: own === undefined ? found.values : { ...own, ...(normal === undefined ? {} : { number: normal }) },
    from: number,
    to: body.dialled ?? "",
    flow: { cursor: { language: body.language ?? "en", variables: body.flow, sensitive: [] } },
  };
}

/** By the names that rules have for them; what is not known is left out. */
function* valuesOf(caller: WishedFor, queue: string): Iterable<{ readonly name: string; readonly value: string }> {
  const { contactValues, from, to, flow, match } = caller;
  const fromCall: Readonly<Record<string, string | undefined>> = {
    "caller.number": contactValues["number"] ?? from,
    "caller.dialled": to,
    "caller.language": flow?.cursor.language,
    "queue.asked": queue,
    "contact.match": match,
  };
  for (const [name, value = ""] of Object.entries(fromCall)) if (value !== "") yield { name, value };
  for (const [name, value] of Object.entries(contactValues)) {
    if (name !== "number" && value !== "") yield { name: `contact.${name}`, value };
  }
  for (const [name, value] of Object.entries(flow?.cursor.variables ?? {})) yield { name: `flow.${name}`, value };
}
