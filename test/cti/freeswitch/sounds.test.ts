/** What plays where: only prompts are reported, and music is never put on top of music. */

import { expect, test } from "vitest";

import { Sounds } from "#cti/freeswitch/sounds.ts";
import { commandId } from "#routing/ids.ts";

import { ManualTimers } from "../esl/manual-timers.ts";
import { command, leg, otherLeg } from "./site.ts";

const second = commandId("cccccccc-0000-4000-8000-000000000002");
const third = commandId("cccccccc-0000-4000-8000-000000000003");

test("[FS70] only the end of a prompt is reported, and once", () => {
  const sounds = new Sounds(new ManualTimers());
  sounds.promptAsked(command, leg);
  expect(sounds.takePrompt(second)).toBe(false);
  expect(sounds.takePrompt(command)).toBe(true);
  expect(sounds.takePrompt(command)).toBe(false);
});

test("[FS71] music on a leg with music waits until the first was broken off; the last one asked for plays", () => {
  const sounds = new Sounds(new ManualTimers());
  const did: string[] = [];
  const ask = (id: typeof command, name: string) =>
    sounds.musicAsked(
      leg,
      id,
      () => did.push(`start ${name}`),
      () => did.push("break"),
    );
  ask(command, "one");
  ask(second, "two");
  ask(third, "three");
  expect(did).toEqual(["start one", "break"]);
  sounds.playbackEnded(leg, second);
  expect(did).toHaveLength(2);
  sounds.playbackEnded(leg, command);
  expect(did).toEqual(["start one", "break", "start three"]);
  sounds.playbackEnded(leg, third);
  ask(command, "four");
  expect(did.at(-1)).toBe("start four");
});

test("[FS72] music that could not start is not in the way of the next", () => {
  const sounds = new Sounds(new ManualTimers());
  const did: string[] = [];
  sounds.musicAsked(
    leg,
    command,
    () => did.push("one"),
    () => did.push("break"),
  );
  sounds.failed(leg, command);
  sounds.musicAsked(
    leg,
    second,
    () => did.push("two"),
    () => did.push("break"),
  );
  expect(did).toEqual(["one", "two"]);
});

test("[FS73] a leg is secret from the collection's start to its end, and no other leg", () => {
  const sounds = new Sounds(new ManualTimers());
  sounds.secretAsked(leg, command);
  expect([sounds.isSecret(leg), sounds.isSecret(otherLeg)]).toEqual([true, false]);
  expect(sounds.takeSecret(leg, second)).toBe(false);
  expect(sounds.takeSecret(leg, command)).toBe(true);
  expect(sounds.isSecret(leg)).toBe(false);
});

test("[FS74] nothing is remembered of legs that are gone", () => {
  const sounds = new Sounds(new ManualTimers());
  sounds.secretAsked(leg, command);
  sounds.promptAsked(second, leg);
  sounds.promptAsked(third, otherLeg);
  sounds.keepOnly(new Set([otherLeg]));
  expect([sounds.isSecret(leg), sounds.takePrompt(second), sounds.takePrompt(third)]).toEqual([false, false, true]);
});

test("[FS75] a bridge waits for music that is on its way, and lets none follow", () => {
  const timers = new ManualTimers();
  const sounds = new Sounds(timers);
  const did: string[] = [];
  const ask = (id: typeof command, name: string) =>
    sounds.musicAsked(
      leg,
      id,
      () => did.push(name),
      () => did.push("break"),
    );
  const bridge = () => sounds.bridgeAsked([otherLeg, leg], () => did.push("bridge"));
  bridge();
  ask(command, "one");
  timers.advance(20);
  bridge();
  expect(did).toEqual(["bridge", "one"]);
  timers.advance(25);
  expect(did).toEqual(["bridge", "one", "bridge"]);
  ask(second, "two");
  bridge();
  sounds.playbackEnded(leg, command);
  expect(did).toEqual(["bridge", "one", "bridge", "break", "bridge"]);
});
