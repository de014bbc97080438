import { argon2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, isPassword, PasswordsBusy } from "#src/platform/passwords.ts";

test("[PF1] a stored password is argon2id with 19 MiB and 2 passes, salted, and says so itself", async () => {
  const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
  expect(await isPassword(one, "correct horse")).toBe(true);
  expect(await isPassword(one, "correct horsf")).toBe(false);
  expect(await isPassword(one, "")).toBe(false);
});

test("[PF1] the strength in the line counts, so that older lines still work", async () => {
  const nonce = Buffer.alloc(16, 7);
  const tag = argon2Sync("argon2id", { message: "old", nonce, parallelism: 1, tagLength: 32, memory: 1024, passes: 3 });
  const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  const line = `$argon2id$v=19$m=1024,t=3,p=1$${unpadded(nonce)}$${unpadded(tag)}`;
  expect(await isPassword(line, "old")).toBe(true);
  expect(await isPassword(line.replace("t=3", "t=4"), "old")).toBe(false);
});

test("[PF1] one letter typed in two ways is one password", async () => {
  expect(await isPassword(await hashPassword("caf\u00e9 con leche"), "cafe\u0301 con leche")).toBe(true);
});

test.each([
  "",
  "secret",
  "$2b$10$abc",
  "$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=4,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
])("[PF1] a line that is not ours opens nothing: %s", async (line) => {
  expect(await isPassword(line, "secret")).toBe(false);
});

test("[PF2] no stored password costs as much time as a wrong one", async () => {
  const stored = await hashPassword("correct horse");
  const timed = async (line: string | undefined): Promise<number> => {
    const began = process.cpuUsage().user;
    await isPassword(line, "wrong");
    return process.cpuUsage().user - began;
  };
  const best = async (line: string | undefined): Promise<number> =>
    Math.min(await timed(line), await timed(line), await timed(line));
  const [known, unknown] = [await best(stored), await best(undefined)];
  // The work is the same computation; anything short of it would be a small fraction.
  expect(unknown).toBeGreaterThan(known / 3);
});

test("[PF3] a crowd is turned away instead of being let wait for ever", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 70 }, () => isPassword("", "x")));
  const busy = outcomes.filter((outcome) => outcome.status === "rejected" && outcome.reason instanceof PasswordsBusy);
  expect(busy).toHaveLength(70 - 66);
  expect(await isPassword("", "x")).toBe(false);
});
