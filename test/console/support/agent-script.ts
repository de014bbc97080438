/** How the test's server answers an agent's asks: the smallest life of a call that the console can be held to. */

import type { Ask } from "#protocol/up.ts";
import type { CallView, WorkView } from "#protocol/views/desk.ts";
import type { Answered } from "./live-side.ts";
import { ids } from "./ids.ts";
import type { World } from "./world.ts";

const WRAP_UP_MS = 30_000;

export function answerAsk(world: World, ask: Ask): Answered {
  const now = Date.now();
  const { desk } = world;
  const stage = (next: CallView["stage"]) => {
    if (desk.call !== undefined) desk.call = { ...desk.call, stage: next, since: now };
  };
  switch (ask.kind) {
    case "setPresence": {
      if (ask.agent !== undefined && ask.agent !== desk.agent) {
        const row = world.board.agents[ask.agent];
        if (row === undefined) return { refused: "unknownAgent" };
        if (row.engagement === "idle") world.board.agents[ask.agent] = { ...row, presence: ask.presence, since: now };
        else world.board.agents[ask.agent] = { ...row, nextPresence: ask.presence };
        return {};
      }
      if (ask.presence.kind === "ready") delete desk.backOff;
      if (desk.engagement === "idle") Object.assign(desk, { presence: ask.presence, presenceSince: now });
      else desk.nextPresence = ask.presence;
      return {};
    }
    case "accept": {
      const offered = offeredAs(world, ask.reservation);
      if (offered !== undefined) {
        const { offer: _, ...opened } = offered;
        desk.work = { ...desk.work, [offered.interaction]: { ...opened, since: now } };
        return {};
      }
      if (desk.call?.reservation !== ask.reservation) return { refused: "unknownReservation" };
      stage("talking");
      Object.assign(desk, { engagement: "talking", engagementSince: now });
      return {};
    }
    case "decline": {
      const offered = offeredAs(world, ask.reservation);
      if (offered !== undefined) return putAway(world, offered.interaction);
      delete desk.call;
      Object.assign(desk, { engagement: "idle", engagementSince: now });
      return {};
    }
    case "closeWork": {
      const item = desk.work?.[ask.interaction];
      if (item === undefined) return { refused: "unknownInteraction" };
      return item.owesDisposition === true ? { refused: "dispositionMissing" } : putAway(world, ask.interaction);
    }
    case "passOnWork":
      return ask.to.kind === "agent" && ask.to.agent === ids.mara
        ? { refused: "destinationNotReady" }
        : putAway(world, ask.interaction);
    case "dial":
      if (!/^\+?[0-9 ]{3,}$/u.test(ask.number)) return { refused: "numberMalformed" };
      desk.call = dialled(now, ask.number);
      Object.assign(desk, { engagement: "dialling", engagementSince: now });
      return { interaction: ids.call };
    case "hangUp":
      if (desk.call === undefined) return { refused: "unknownInteraction" };
      stage("ended");
      Object.assign(desk, {
        engagement: "wrapUp",
        engagementSince: now,
        wrapUp: { interaction: ids.call, until: now + WRAP_UP_MS, canExtend: true },
      });
      return {};
    case "hold":
      if (desk.call?.stage === "held" && ask.isHeld) return { refused: "alreadyOnHold" };
      stage(ask.isHeld ? "held" : "talking");
      return {};
    case "mute":
      if (desk.call !== undefined) desk.call = { ...desk.call, isMuted: ask.isMuted };
      return {};
    case "digits":
      return desk.call?.stage === "talking" ? {} : { refused: "notConnected" };
    case "transfer":
      return ask.to.kind === "number" && ask.to.number.startsWith("00")
        ? { refused: "numberNotAllowed" }
        : answerAsk(world, { kind: "hangUp", interaction: ask.interaction });
    case "attachContact": {
      const contact = world.contacts.find((each) => each.id === ask.contact);
      if (desk.call === undefined || contact === undefined) return { refused: "unknownInteraction" };
      const linked = { contact: contact.id, name: contact.name, tier: contact.tier, level: "known" } as const;
      desk.call = { ...desk.call, pop: { ...desk.call.pop, contact: linked } };
      return {};
    }
    case "disposition": {
      const item = desk.work?.[ask.interaction];
      if (item !== undefined) {
        const { owesDisposition: _, ...rest } = item;
        const said = ask.disposition === undefined ? item : { ...rest, disposition: ask.disposition };
        desk.work = { ...desk.work, [ask.interaction]: { ...said, note: ask.note } };
        return {};
      }
      if (desk.call === undefined) return { refused: "unknownInteraction" };
      desk.call = {
        ...desk.call,
        note: ask.note,
        ...(ask.disposition === undefined ? {} : { disposition: ask.disposition }),
      };
      return {};
    }
    case "requestWrapUp":
      if (desk.call?.isWrapUpWanted === undefined) return { refused: "wrapUpNotOnRequest" };
      desk.call = { ...desk.call, isWrapUpWanted: ask.isWanted };
      return {};
    case "endWrapUp":
      if (desk.wrapUp === undefined) return { refused: "notInWrapUp" };
      if (desk.wrapUp.mode === "mandatory" && desk.call?.disposition === undefined)
        return { refused: "dispositionMissing" };
      delete desk.call;
      delete desk.wrapUp;
      Object.assign(desk, { engagement: "idle", engagementSince: now });
      if (desk.nextPresence !== undefined) Object.assign(desk, { presence: desk.nextPresence, presenceSince: now });
      delete desk.nextPresence;
      desk.today = { ...desk.today, answered: desk.today.answered + 1 };
      return {};
    case "extendWrapUp":
      if (desk.wrapUp === undefined || !desk.wrapUp.canExtend) return { refused: "wrapUpAtLimit" };
      desk.wrapUp = { ...desk.wrapUp, until: desk.wrapUp.until + WRAP_UP_MS, canExtend: false };
      return {};
    default:
      return ask satisfies never;
  }
}

function dialled(now: number, number: string): CallView {
  return {
    interaction: ids.call,
    direction: "outbound",
    stage: "dialling",
    since: now,
    startedAt: now,
    number,
    dialled: number,
    waitedMs: 0,
    isMuted: false,
    path: [],
    values: [],
    pop: { match: "none", candidates: [], lastCalls: [], openTasks: [] },
    note: "",
  };
}

function offeredAs({ desk }: World, reservation: string): WorkView | undefined {
  return Object.values(desk.work ?? {}).find(({ offer }) => offer?.reservation === reservation);
}

function putAway({ desk }: World, interaction: string): Answered {
  const rest = Object.entries(desk.work ?? {}).filter(([id]) => id !== interaction);
  if (rest.length > 0) desk.work = Object.fromEntries(rest);
  else delete desk.work;
  return {};
}
