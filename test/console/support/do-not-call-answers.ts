/** What the test's server answers about the do-not-call list: a file is as simple as a test needs it. */

import * as doNotCall from "#protocol/api/do-not-call.ts";
import { includes, on, Refusal, type RouteAnswer } from "./route-answer.ts";

const digitsOf = (text: string) => text.replaceAll(/[^\d+]/gu, "");

export const doNotCallAnswers: readonly RouteAnswer[] = [
  on(doNotCall.listDoNotCall, (world, { query }) => ({
    items: world.doNotCall.filter(({ number, reason }) => includes(`${number} ${reason}`, query.q)),
  })),
  on(doNotCall.putDoNotCall, (world, { body }) => {
    const number = digitsOf(body.number);
    if (number === "") throw new Refusal(422, "invalid", {}, [{ path: "number", message: "is no number" }]);
    world.doNotCall.unshift({ number, reason: body.reason, since: Date.now(), byName: world.me.name });
  }),
  on(doNotCall.deleteDoNotCall, (world, { query }) => {
    world.doNotCall = world.doNotCall.filter(({ number }) => number !== query.number);
  }),
  on(doNotCall.importDoNotCall, (world, { body }) => {
    const lines = body.csv.split("\n").map((text, index) => ({ line: index + 1, text, number: digitsOf(text) }));
    const problems = lines
      .filter(({ number }) => number === "")
      .map(({ line, text }) => ({ line, text, problem: "noNumber" as const }));
    const told = { problems, problemCount: problems.length };
    if (problems.length > 0 && !body.skipsProblems) return { isDone: false, added: 0, changed: 0, ...told };
    const sound = lines.filter(({ number }) => number !== "");
    world.doNotCall.unshift(...sound.map(({ number }) => ({ number, reason: "", since: Date.now() })));
    return { isDone: true, added: sound.length, changed: 0, ...told };
  }),
];
