import { expect, test } from "vitest";
import { Fenced } from "#src/engine/epoch.ts";
import { journalLine } from "#src/observe/journal-line.ts";
import { createLog } from "#src/observe/log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): {
  readonly line: string;
  readonly entry: unknown;
} {
  const lines: string[] = [];
  write(createLog("info", { write: (line) => void lines.push(line) }));
  const line = lines.join("");
  return { line, entry: JSON.parse(line) };
}

test("[HT32] an error is told with its causes, and not with what hangs on it", () => {
  const refused = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (value_norm)=(+34600111222) already exists.",
    client: { user: "cordboard" },
  });
  const { line, entry } = logged((log) => log.error({ err: new Error("not saved", { cause: refused }) }, "writing"));
  expect(entry).toMatchObject({
    level: "error",
    msg: "writing",
    err: { type: "Error", message: "not saved", cause: { message: "duplicate key", code: "23505" } },
  });
  expect(line).not.toMatch(/34600111222|client/);
});

test("[HT32] errors that were gathered are each told", () => {
  const both = new AggregateError([new Error("first"), new Error("second")], "both failed");
  const { entry } = logged((log) => log.warn({ err: both }, "ending"));
  expect(entry).toMatchObject({
    err: { message: "both failed", errors: [{ message: "first" }, { message: "second" }] },
  });
});

test("[HT32] what the journal reports has its error, under the name that is told", () => {
  const line = journalLine({ kind: "fenced", error: new Fenced("a newer process has taken over") });
  const { entry } = logged((log) => log[line.level](line.fields, "the journal"));
  expect(entry).toMatchObject({
    level: "error",
    event: { kind: "fenced" },
    err: { type: "Fenced", message: "a newer process has taken over" },
  });
  expect(journalLine({ kind: "storeBack", drained: 3 })).toEqual({
    level: "info",
    fields: { event: { kind: "storeBack", drained: 3 } },
  });
});
