import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { a1Hash } from "#cti/freeswitch/directory.ts";
import { openSeats } from "#src/platform/seats.ts";

async function folder() {
  const path = await mkdtemp(join(tmpdir(), "seats-"));
  return { file: join(path, "seats.json"), [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

test("[PF20] a seat's password has 192 random bits, works until it expires, and only its digest is kept", async () => {
  await using place = await folder();
  let at = 1_000;
  const parts = { file: place.file, domain: "cc.local", now: () => at, lifeMs: 60_000 };
  await using seats = await openSeats(parts);
  const first = await seats.take("ana");
  expect(first.password).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(first.expiresAt).toBe(61_000);
  expect(seats.lookUp("ana", "cc.local")).toBe(a1Hash("ana", "cc.local", first.password));
  expect(seats.lookUp("ana", "other.local")).toBeUndefined();
  expect(seats.lookUp("ben", "cc.local")).toBeUndefined();
  expect(await readFile(place.file, "utf8")).not.toContain(first.password);
  expect((await stat(place.file)).mode & 0o777).toBe(0o600);
  at = 61_000;
  expect(seats.lookUp("ana", "cc.local")).toBeUndefined();
});

test("[PF21] a phone stays registered over a restart; a new password or a sign-out ends the old one", async () => {
  await using place = await folder();
  const parts = { file: place.file, domain: "cc.local", now: () => 1_000 };
  const before = await openSeats(parts);
  const [ana, ben] = [await before.take("ana"), await before.take("ben")];
  await before[Symbol.asyncDispose]();
  await using after = await openSeats(parts);
  expect(after.lookUp("ana", "cc.local")).toBe(a1Hash("ana", "cc.local", ana.password));
  const again = await after.take("ana");
  expect(again.password).not.toBe(ana.password);
  expect(after.lookUp("ana", "cc.local")).toBe(a1Hash("ana", "cc.local", again.password));
  await after.release("ben");
  expect(after.lookUp("ben", "cc.local")).toBeUndefined();
  await using later = await openSeats(parts);
  expect(later.lookUp("ben", "cc.local")).toBeUndefined();
  expect(ben.password).not.toBe(ana.password);
});

test("[PF22] a file that cannot be read stops the start", async () => {
  await using place = await folder();
  await writeFile(place.file, "{");
  await expect(openSeats({ file: place.file, domain: "cc.local", now: () => 0 })).rejects.toThrow(SyntaxError);
});
