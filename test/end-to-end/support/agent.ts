/** An agent at her console without a browser: signs in, keeps the live socket, and has a telephone. */

import { expect } from "vitest";
import type { Ask } from "#protocol/up.ts";
import type { BoardView } from "#protocol/views/board.ts";
import type { DeskView } from "#protocol/views/desk.ts";
import { browse, type Browser } from "#test/live/browser.ts";
import type { Service } from "./service.ts";
import { sitePassword } from "./site.ts";
import type { Phone } from "./world.ts";

const WAIT_MS = 15_000;

export interface TestAgent extends AsyncDisposable {
  readonly login: string;
  readonly id: string;
  readonly phone: Phone;
  browser(): Browser;
  /** The first desk that fits, the last one included. Rejects with the last desk. */
  desk(what: string, fits: (view: DeskView) => boolean, withinMs?: number): Promise<DeskView>;
  /** Asks, and fails the test on a refusal. */
  ask(ask: Ask): Promise<void>;
  ready(): Promise<void>;
  /** Says goodbye to the paperwork of the last call; waits until it is hers. */
  endWrapUp(): Promise<void>;
  /** The id of the call on her desk. */
  interaction(): Promise<string>;
  /** Opens the live socket again, as the console does after the service was away. */
  comeBack(): Promise<void>;
}

/** Resolves to the session's cookie. */
export async function signIn(service: Pick<Service, "url">, login: string): Promise<string> {
  const response = await fetch(`${service.url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password: sitePassword }),
  });
  if (response.status !== 200) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** `openPhone` is given the seat that the service hands out. */
export async function openAgent(
  service: Service,
  login: string,
  openPhone: (seat: { readonly sipUser: string; readonly password: string }) => Promise<Phone & AsyncDisposable>,
): Promise<TestAgent> {
  const cookie = await signIn(service, login);
  const headers = { cookie, origin: service.url };
  const response = await fetch(`${service.url}/api/seat`, { method: "POST", headers });
  const seat = (await response.json()) as { sipUser?: string; password?: string };
  const { sipUser, password } = seat;
  if (sipUser === undefined || password === undefined) throw new Error(`no seat: ${JSON.stringify(seat)}`);
  const phone = await openPhone({ sipUser, password });
  let browser = await browse(service, cookie, { topics: ["desk"] });
  const first = await browser.desk(() => true);
  const agent: TestAgent = {
    login,
    id: first.agent,
    phone,
    browser: () => browser,
    desk: (what, fits, withinMs = WAIT_MS) =>
      within(`${login}: ${what}`, browser.desk(fits), withinMs, async () => {
        const last = await browser.desk(() => true);
        const { colleagues: _colleagues, queues: _queues, ...own } = last;
        return `her desk: ${JSON.stringify(own)}\n${service.said()}`;
      }),
    ask: async (ask) => {
      const { refused } = await within(`${login}: ${ask.kind}`, browser.ask(ask), WAIT_MS, async () => service.said());
      expect(refused, `${login} asked for ${JSON.stringify(ask)}`).toBe(undefined);
    },
    ready: async () => {
      await agent.ask({ kind: "setPresence", presence: { kind: "ready" } });
      // The answer may come before the desk that shows it.
      await agent.desk("ready", ({ presence, nextPresence }) => (nextPresence ?? presence).kind === "ready");
    },
    endWrapUp: async () => {
      const { call } = await agent.desk("paperwork", (desk) => desk.engagement === "wrapUp");
      await agent.ask({ kind: "endWrapUp", interaction: call?.interaction ?? "" });
      await agent.desk("idle again", (desk) => desk.engagement !== "wrapUp");
    },
    interaction: async () => {
      const { call } = await agent.desk("a call", (desk) => desk.call !== undefined);
      return call?.interaction ?? "";
    },
    comeBack: async () => {
      await browser[Symbol.asyncDispose]();
      browser = await browse(service, cookie, { topics: ["desk"] });
      await browser.desk(() => true);
    },
    [Symbol.asyncDispose]: async () => {
      await browser[Symbol.asyncDispose]();
      await phone[Symbol.asyncDispose]();
    },
  };
  return agent;
}

/** A supervisor who looks at the board. */
export async function openBoard(service: Service, login = "admin"): Promise<Board> {
  const cookie = await signIn(service, login);
  let browser = await browse(service, cookie, { topics: ["board"] });
  return {
    view: (what, fits, withinMs = WAIT_MS) =>
      within(`the board: ${what}`, browser.board(fits), withinMs, async () =>
        JSON.stringify(await browser.board(() => true)),
      ),
    comeBack: async () => {
      await browser[Symbol.asyncDispose]();
      browser = await browse(service, cookie, { topics: ["board"] });
    },
    [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose](),
  };
}

export interface Board extends AsyncDisposable {
  view(what: string, fits: (view: BoardView) => boolean, withinMs?: number): Promise<BoardView>;
  comeBack(): Promise<void>;
}

async function within<T>(what: string, wanted: Promise<T>, ms: number, said: () => Promise<string>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    void said().then(
      (text) => late.reject(new Error(`not within ${ms} ms: ${what}\n${text}`)),
      (error: unknown) => late.reject(new Error(`not within ${ms} ms: ${what}`, { cause: error })),
    );
  }, ms);
  try {
    return await Promise.race([wanted, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
