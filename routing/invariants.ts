/** What must hold after every step, checked in tests and simulations. Each breach is a sentence. */

import { digitsOf, isPromised, isWithoutCustomer } from "./callback/promised.ts";
import { agentConfig, isAble } from "./matching/eligible.ts";
import { canBeOffered, isAnswered } from "./evolve/reach.ts";
import { byPlace } from "./queue/order.ts";
import { NEVER } from "./instant.ts";
import type { Agent, State } from "./state.ts";
import { isWorkMedium, laneOf, leavesRoomForCall, leavesRoomForWork, WORK_LANES } from "./work/capacity.ts";

/** Returns the breaches; an empty list is a sound state. Costs a walk over the whole state. */
export function breaches(state: State): readonly string[] {
  const found: string[] = [];
  const claim = (holds: boolean, sentence: string): void => {
    if (!holds) found.push(sentence);
  };
  reservations(state, claim);
  agents(state, claim);
  interactions(state, claim);
  lines(state, claim);
  waits(state, claim);
  legs(state, claim);
  callbacks(state, claim);
  workConserving(state, claim);
  return found;
}

type Claim = (holds: boolean, sentence: string) => void;

/**
 * I1, I2: an agent is in one live reservation at most, an interaction in no more than may be rung at once for it, and in one
 * only as soon as somebody has picked up. Both know of it.
 */
function reservations(state: State, claim: Claim): void {
  const heldAgents = new Set<string>();
  const rungFor = new Map<string, number>();
  for (const reservation of state.reservations.values()) {
    claim(!heldAgents.has(reservation.agent), `agent ${reservation.agent} is in two reservations`);
    heldAgents.add(reservation.agent);
    const rung = (rungFor.get(reservation.interaction) ?? 0) + 1;
    rungFor.set(reservation.interaction, rung);
    claim(
      rung <= reservation.ringAgents,
      `interaction ${reservation.interaction} rings ${rung} agents, more than it may`,
    );
    const agent = state.agents.get(reservation.agent);
    const engagement = agent?.engagement;
    const isOffered = agent?.work.get(reservation.interaction)?.reservation === reservation.id;
    const isReserved = engagement?.kind === "reserved" && engagement.reservation === reservation.id;
    claim(
      reservation.leg === undefined ? isOffered : isReserved,
      `reservation ${reservation.id} is not known to its agent`,
    );
    const stage = state.interactions.get(reservation.interaction)?.stage;
    claim(
      (stage?.kind === "waiting" && stage.reservations.includes(reservation.id)) ||
        (stage?.kind === "connecting" && stage.reservation === reservation.id),
      `reservation ${reservation.id} is not known to its interaction`,
    );
    claim(reservation.leg === undefined || state.legs.has(reservation.leg), `reservation ${reservation.id} has no leg`);
    claim(
      stage?.kind !== "waiting" || stage.reservations.length === 1 || !isAnswered(state, reservation.id),
      `interaction ${reservation.interaction} rings others although an agent has picked up`,
    );
  }
}

/** I8: whoever talks, rings or dials has a leg; whoever is free is listed as free, and nobody else. */
function agents(state: State, claim: Claim): void {
  const onThePhone = new Set([...state.legs.values()].map((leg) => leg.agent));
  for (const agent of state.agents.values()) {
    const { engagement } = agent;
    const isReady = agent.presence.kind === "ready" && agent.nextPresence === undefined;
    const isWilling = isReady && agent.backOff === undefined;
    claim(
      agent.backOff === undefined || (agent.presence.kind === "ready" && agent.backOff.until > state.now),
      `agent ${agent.id} is spared for longer than she should be`,
    );
    const isPhoneFree = engagement.kind === "idle" && !onThePhone.has(agent.id);
    const isFree = isWilling && isPhoneFree && leavesRoomForCall(agent.capacity, agent.work.values());
    desk(state, agent, isWilling, claim);
    claim(state.available.has(agent.id) === isFree, `agent ${agent.id} is wrongly listed as available`);
    const idle = state.floor.idle("voice", agent.id);
    claim((idle !== undefined) === isFree, `agent ${agent.id} is wrongly listed on the floor`);
    claim(
      idle === undefined || idle.idleSince === agent.idleSince,
      `agent ${agent.id} is listed with an older idle time`,
    );
    const isSignedIn = agent.presence.kind !== "signedOut";
    claim(state.floor.isSignedIn(agent.id) === isSignedIn, `agent ${agent.id} is wrongly listed as signed in`);
    switch (engagement.kind) {
      case "idle":
        break;
      case "reserved":
        claim(state.reservations.has(engagement.reservation), `agent ${agent.id} is reserved for nothing`);
        break;
      case "talking": {
        const stage = state.interactions.get(engagement.interaction)?.stage;
        claim(state.legs.has(engagement.leg), `agent ${agent.id} talks without a leg`);
        claim(
          stage?.kind === "talking" && stage.agent === agent.id,
          `agent ${agent.id} talks on a call that does not know it`,
        );
        break;
      }
      case "dialling":
        claim(
          state.interactions.get(engagement.interaction)?.stage.kind === "dialling",
          `agent ${agent.id} dials nothing`,
        );
        break;
      case "wrapUp":
        claim(
          state.interactions.get(engagement.interaction)?.wrappingUp.includes(agent.id) === true,
          `agent ${agent.id} wraps up a call that does not know it`,
        );
        break;
    }
  }
}

function interactions(state: State, claim: Claim): void {
  for (const interaction of state.interactions.values()) {
    const { stage } = interaction;
    const customer = interaction.customerLeg === undefined ? undefined : state.legs.get(interaction.customerLeg);
    const isCall = !isWorkMedium(interaction.medium);
    const needsCustomer =
      stage.kind === "inFlow" ||
      (stage.kind === "waiting" && !isWithoutCustomer(interaction)) ||
      stage.kind === "connecting" ||
      stage.kind === "talking" ||
      stage.kind === "joined";
    claim(
      !needsCustomer || !isCall || customer !== undefined,
      `interaction ${interaction.id} is ${stage.kind} without a customer leg`,
    );
    if (stage.kind === "talking") {
      const engagement = state.agents.get(stage.agent)?.engagement;
      claim(
        engagement?.kind === "talking" && engagement.interaction === interaction.id,
        `interaction ${interaction.id} talks to an agent who does not`,
      );
    }
    if (stage.kind === "working") {
      const open = state.agents.get(stage.agent)?.work.get(interaction.id);
      claim(
        !isCall && open !== undefined && open.reservation === undefined,
        `interaction ${interaction.id} is on a desk that does not have it`,
      );
    }
    if (stage.kind === "ended") {
      claim(
        interaction.openLegs.length > 0 || interaction.wrappingUp.length > 0,
        `interaction ${interaction.id} is over and not forgotten`,
      );
    }
    for (const id of interaction.openLegs)
      claim(
        state.legs.get(id)?.interaction === interaction.id,
        `interaction ${interaction.id} lists a leg that is not its own`,
      );
  }
}

/** Every waiting interaction is in its queue's line once, in order; nobody else is. */
function lines(state: State, claim: Claim): void {
  const waiting = new Set<string>();
  for (const [queue, line] of state.lines) {
    let before;
    for (const place of line) {
      if (before !== undefined) claim(byPlace(before, place) < 0, `the line of queue ${queue} is out of order`);
      before = place;
      claim(!waiting.has(place.interaction), `interaction ${place.interaction} is in two lines`);
      waiting.add(place.interaction);
      const stage = state.interactions.get(place.interaction)?.stage;
      claim(
        stage?.kind === "waiting" && stage.queue === queue,
        `interaction ${place.interaction} is in a line and does not wait`,
      );
    }
  }
  for (const interaction of state.interactions.values()) {
    const { id, stage } = interaction;
    claim(stage.kind !== "waiting" || waiting.has(id), `interaction ${id} waits and is in no line`);
    const entry = state.floor.entry(id);
    claim(
      (entry !== undefined) === canBeOffered(state, interaction),
      `interaction ${id} is wrongly listed on the floor`,
    );
    if (entry === undefined || stage.kind !== "waiting") continue;
    const isRinging = stage.reservations.length > 0;
    claim(entry.isRinging === isRinging, `interaction ${id} is wrongly listed as ringing`);
    const isInPlace = entry.priority === stage.priority && entry.enteredAt === stage.enteredAt;
    const isAsAsked = entry.class.needs === stage.needs || isDeepEqual(entry.class.needs, stage.needs);
    claim(
      isInPlace && isAsAsked && entry.class.queue === stage.queue,
      `interaction ${id} is listed with an older place`,
    );
  }
}

/** Who waits is noted with his queue, and counted there as long as nobody rings for him; nobody else is. */
function waits(state: State, claim: Claim): void {
  const counted = new Map<object, number>();
  const count = (of: object, more: number): void => void counted.set(of, (counted.get(of) ?? 0) + more);
  for (const [queue, { notes }] of state.waits) {
    for (const [id, { pool, ringing }] of notes) {
      const stage = state.interactions.get(id)?.stage;
      claim(stage?.kind === "waiting" && stage.queue === queue, `interaction ${id} is observed and does not wait`);
      if (stage?.kind !== "waiting") continue;
      claim(
        (ringing?.agents ?? 0) === stage.reservations.length,
        `interaction ${id} is observed with a wrong number of agents ringing`,
      );
      count(pool, ringing === undefined ? 1 : 0);
    }
  }
  for (const [queue, { pools }] of state.waits) {
    for (const pool of pools.values()) {
      claim(pool.waiting === (counted.get(pool) ?? 0), `a pool of queue ${queue} counts ${pool.waiting} waiting`);
      count(pool.shared, pool.waiting);
    }
  }
  for (const { pools } of state.waits.values()) {
    for (const { shared } of pools.values()) {
      claim(shared.waiting === counted.get(shared), `a shared line counts ${shared.waiting} waiting`);
    }
  }
  for (const { id, medium, stage } of state.interactions.values()) {
    claim(
      stage.kind !== "waiting" || isWorkMedium(medium) || state.waits.get(stage.queue)?.notes.has(id) === true,
      `interaction ${id} waits unobserved`,
    );
  }
}

/** Every promise is listed by its number, once in a queue, and has a moment at which somebody looks at it again. */
function callbacks(state: State, claim: Claim): void {
  let listed = 0;
  for (const ids of state.callbacks.values()) listed += ids.size;
  const places = new Set<string>();
  for (const interaction of state.interactions.values()) {
    if (!isPromised(interaction)) {
      const isLeft = interaction.stage.kind === "postponed";
      claim(!isLeft, `interaction ${interaction.id} is postponed and nothing is promised`);
      continue;
    }
    const { id, callback, stage } = interaction;
    listed -= 1;
    const key = digitsOf(callback.number);
    claim(state.callbacks.get(key)?.has(id) === true, `callback ${id} is not listed by its number`);
    const place = `${key} in ${callback.queue}`;
    claim(!places.has(place), `number ${place} is promised two callbacks`);
    places.add(place);
    claim(stage.kind !== "postponed" || stage.until < NEVER, `callback ${id} is postponed for ever`);
    const isBounded = stage.kind !== "waiting" || !isWithoutCustomer(interaction) || callback.lineUntil < NEVER;
    claim(isBounded, `callback ${id} waits for ever`);
  }
  claim(listed === 0, "a number is listed for a callback that is not promised");
}

function legs(state: State, claim: Claim): void {
  for (const id of state.takingOver) claim(state.legs.has(id), `leg ${id} takes over and is gone`);
  for (const id of state.handedOver.keys())
    claim(state.interactions.has(id), `call ${id} is handed over and forgotten`);
  for (const leg of state.legs.values()) {
    claim(
      state.interactions.get(leg.interaction)?.openLegs.includes(leg.id) === true,
      `leg ${leg.id} belongs to nothing`,
    );
    if (leg.bridgedTo !== undefined) {
      claim(
        state.legs.get(leg.bridgedTo)?.bridgedTo === leg.id,
        `leg ${leg.id} is bridged to one that is not bridged to it`,
      );
    }
  }
}

/** [RT240], [RT244] What is on a desk is known to it, within her capacity, and she is listed where there is room for more. */
function desk(state: State, agent: Agent, isWilling: boolean, claim: Claim): void {
  let offers = 0;
  for (const [id, { reservation, medium }] of agent.work) {
    if (reservation !== undefined) offers += 1;
    const interaction = state.interactions.get(id);
    const stage = interaction?.stage;
    claim(interaction?.medium === medium, `agent ${agent.id} has something else on her desk`);
    if (reservation === undefined) {
      claim(stage?.kind === "working" && stage.agent === agent.id, `agent ${agent.id} works on what is not hers`);
    } else claim(state.reservations.has(reservation), `agent ${agent.id} is offered nothing`);
  }
  claim(offers === 0 || agent.engagement.kind !== "reserved", `agent ${agent.id} is rung and offered something`);
  claim(offers === 0 || agent.presence.kind === "ready", `agent ${agent.id} is offered something and not ready`);
  claim(agent.work.size === 0 || agent.presence.kind !== "signedOut", `agent ${agent.id} has left her desk full`);
  if (!state.floor.isOpenForWork) return;
  const { kind } = agent.engagement;
  const phone = kind === "wrapUp" ? "wrapUp" : kind === "idle" ? "idle" : "busy";
  const isHeld = kind === "reserved" || offers > 0;
  for (const lane of WORK_LANES) {
    const isFree = isWilling && !isHeld && leavesRoomForWork(agent.capacity, lane, agent.work, phone);
    const idle = state.floor.idle(lane, agent.id);
    claim((idle !== undefined) === isFree, `agent ${agent.id} is wrongly listed as having room for ${lane}`);
    claim(idle === undefined || idle.load === agent.work.size, `agent ${agent.id} is listed with an older load`);
  }
}

/** I5: nobody who could be served now is left waiting for somebody who is free now. */
function workConserving(state: State, claim: Claim): void {
  if (state.floor.size === 0) return;
  for (const interaction of state.interactions.values()) {
    const { stage } = interaction;
    if (stage.kind !== "waiting" || !canBeOffered(state, interaction)) continue;
    const lane = state.floor.lanes().find((each) => each.lane === laneOf(interaction.medium));
    for (const id of lane?.idle.keys() ?? []) {
      const config = agentConfig(state.config, id);
      const isMeant = stage.particular === undefined || stage.particular.agents.includes(id);
      const groups = stage.particular === undefined ? stage.needs.groups : [];
      claim(
        config === undefined || !isMeant || !isAble(config, { ...stage.needs, groups }),
        `interaction ${interaction.id} waits although agent ${id} is free and able`,
      );
    }
  }
}

/** For plain JSON: needs are spelt the same way wherever they come from. */
function isDeepEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
