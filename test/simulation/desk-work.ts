/** Mail and chat beside the calls, where agents have profiles for them: sources offer and take back, agents work and leave. */

import type { Random } from "#cti/simulated/random.ts";
import type { RoutingConfig } from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";
import { interactionId, type AgentId, type InteractionId, type ReservationId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import type { Course } from "./emergencies.ts";
import { id } from "./site.ts";

const BETWEEN_MS = 40_000;
/** No source waits for ever. */
const PATIENCE_MS = 2 * 3_600_000;

/** Returns how agents react to what happens to their desks. */
export function planWork(
  { agents, queues }: RoutingConfig,
  people: Random,
  endAt: Instant,
  course: Course,
): (fact: Fact) => void {
  if (agents.every(({ capacity }) => capacity === undefined)) return () => {};
  let offered = 0;
  const offer = (interaction: InteractionId): void =>
    course.feed({
      kind: "work.offered",
      interaction,
      medium: people.chance(0.5) ? "mail" : "chat",
      queue: people.pick(queues).id,
      from: "someone@example.org",
      subject: "${system(x)} <b>王小明</b>",
      contact: undefined,
      values: {},
      priority: people.chance(0.1) ? 1 : 0,
      requirement: [],
      ref: "1",
    });
  const next = (): void => {
    if (course.now() >= endAt) return;
    const interaction = interactionId(id("3a11", (offered += 1)));
    offer(interaction);
    // Connectors repeat themselves, and customers change their minds.
    if (people.chance(0.1)) course.plan(people.between([1, 5_000]), () => offer(interaction));
    const patienceMs = people.chance(0.2) ? people.between([1, 600_000]) : PATIENCE_MS;
    course.plan(patienceMs, () => course.feed({ kind: "work.withdrawn", interaction }));
    course.plan(people.gapMs(BETWEEN_MS), next);
  };
  course.plan(people.gapMs(BETWEEN_MS), next);

  const alerted = (agent: AgentId, reservation: ReservationId): void => {
    const luck = people.fraction();
    if (luck > 0.92) return;
    const kind = luck < 0.85 ? "reservation.acceptRequested" : "reservation.declineRequested";
    course.plan(people.between([0, 16_000]), () => course.feed({ kind, agent, reservation }));
  };
  const opened = (agent: AgentId, interaction: InteractionId): void => {
    if (people.chance(0.1)) {
      const to = people.chance(0.5)
        ? ({ kind: "queue", queue: people.pick(queues).id } as const)
        : ({ kind: "agent", agent: people.pick(agents).id } as const);
      course.plan(people.between([0, 60_000]), () =>
        course.feed({ kind: "work.transferRequested", agent, interaction, to }),
      );
    }
    const close = { kind: "work.closeRequested", agent, interaction } as const;
    course.plan(people.between([0, 300_000]), () => {
      // Where an outcome is asked for, the first try is refused.
      course.feed(close);
      course.feed({ kind: "disposition.setRequested", agent, interaction, disposition: "done", note: "" });
      course.feed(close);
    });
  };
  return (fact) => {
    if (fact.kind === "reservation.made" && fact.leg === undefined) alerted(fact.agent, fact.reservation);
    if (fact.kind === "interaction.connected" && fact.leg === undefined) opened(fact.agent, fact.interaction);
  };
}
