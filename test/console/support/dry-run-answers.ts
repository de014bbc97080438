/** What the test's server says about who would take a call. */

import { dryRunNewcomer, dryRunWaiting, readNextForAgent, type DryRunView } from "#protocol/api/dry-run.ts";
import { tryRoutingRules } from "#protocol/api/rule-trial.ts";
import { id, ids } from "./ids.ts";
import { on, Refusal, type RouteAnswer } from "./route-answer.ts";

const agent = (number: number, name: string) => ({ id: id(1, number), name });
const lin = { id: ids.lin, name: "Lin Chen" };

/** One of each kind of standing. */
function answer(now: number): DryRunView {
  return {
    at: now,
    queue: { id: ids.sales, name: "Sales" },
    priority: 2,
    weight: 1,
    enteredAt: now,
    overflow: [
      {
        when: { kind: "agentsReady", below: 3 },
        to: { kind: "queue", queue: ids.support, keepsPriority: true, keepsTime: true },
      },
      { when: { kind: "emergency" }, to: { kind: "voicemail", box: "Sales" } },
    ],
    position: 4,
    waiting: 3,
    particular: [],
    alerting: [],
    chosen: { ...lin, rule: "longestIdle", eligible: 2 },
    standings: {
      wouldTake: 1,
      nextInLine: 1,
      notFree: 4,
      notParticular: 0,
      signedOut: 1,
      otherGroup: 1,
      lacksSkill: 1,
    },
    agents: [
      { ...lin, standing: { kind: "wouldTake" }, before: 0 },
      { ...agent(7, "Noor Haan"), standing: { kind: "nextInLine", rank: 2, because: "idleShorter" }, before: 0 },
      {
        id: ids.mara,
        name: "Mara Ruiz",
        standing: {
          kind: "notFree",
          because: {
            kind: "engaged",
            engagement: "talking",
            interaction: id(5, 7),
            queue: "Sales",
            since: now - 180_000,
          },
        },
        before: 3,
      },
      {
        ...agent(3, "Omar Haddad"),
        standing: { kind: "notFree", because: { kind: "notReady", reason: "lunch" } },
        before: 3,
      },
      {
        ...agent(8, "Ravi Rao"),
        standing: { kind: "notFree", because: { kind: "backingOff", outcome: "missed", until: now + 25_000 } },
        before: 3,
      },
      {
        ...agent(5, "张伟"),
        standing: {
          kind: "notFree",
          because: { kind: "nextPresence", presence: { kind: "notReady", reason: "break" } },
        },
        before: 3,
      },
      { ...agent(6, "Ines Prado"), standing: { kind: "signedOut" }, before: 3 },
      { ...agent(9, "Uwe Falk"), standing: { kind: "otherGroup" } },
      {
        ...agent(4, "Ana Sørensen"),
        standing: {
          kind: "lacksSkill",
          condition: {
            kind: "anyOf",
            skills: [
              { name: "Sales", proficiency: 2 },
              { name: "Español", proficiency: 1, proficiencyMax: 3 },
            ],
          },
        },
      },
    ],
    steps: [
      { kind: "relax", at: now + 60_000, name: "Anybody", more: 2, moreSignedIn: 1 },
      { kind: "age", at: now + 90_000, priority: 5 },
    ],
  };
}

export const dryRunAnswers: readonly RouteAnswer[] = [
  on(tryRoutingRules, (world, { body }) => {
    if (body.number === "0") throw new Refusal(500, "broken");
    world.trials.push(body);
    const now = Date.now();
    const contact = world.contacts.find((each) => each.id === body.contact);
    return {
      at: now,
      match: contact === undefined ? ("none" as const) : ("known" as const),
      values: [
        { name: "queue.asked", value: "Sales" },
        ...(contact === undefined ? [] : [{ name: "contact.tier", value: contact.tier }]),
        ...Object.entries(body.flow).map(([name, value]) => ({ name: `flow.${name}`, value })),
      ],
      rules: [
        { name: "Open complaint", verdict: "holds" as const },
        { name: "Night", verdict: "fails" as const },
        { name: "Everybody else", verdict: "notReached" as const },
        { name: "Debt", verdict: "off" as const },
      ],
      queue: { id: ids.sales, name: "Sales" },
      priority: 20,
      tier: "gold",
      requirement: [{ skill: id(7, 1), proficiency: 3 }],
      preferred: [],
      agentPrompt: "complaint",
      particular: { why: "owner" as const, agents: [lin], until: now + 30_000 },
      dryRun: answer(now),
    };
  }),
  on(dryRunNewcomer, (world, { body }) => {
    world.newcomers.push(body);
    return answer(Date.now());
  }),
  on(dryRunWaiting, (world, { params }) => {
    if (!Object.hasOwn(world.board.waiting, params.id)) throw new Refusal(409, "notWaiting");
    const { chosen: _, ...waits } = answer(Date.now());
    return {
      ...waits,
      obstacle: "alerting" as const,
      alerting: [lin],
      relaxedTo: "Any proficiency",
      particular: [{ id: ids.mara, name: "Mara Ruiz" }],
      steps: [],
    };
  }),
  on(readNextForAgent, () => ({ agent: lin })),
];
