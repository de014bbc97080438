import { expect, test } from "vitest";
import { matchedCall } from "#agent-console/src/phone/auto-answer.ts";
import { presentDevice } from "#agent-console/src/phone/devices.ts";
import { lineGrade, lineQuality, meanOpinion } from "#agent-console/src/phone/quality.ts";

const call = { interaction: "i1", reservation: "r1", isAutoAnswered: true };

test("[CON20] only an INVITE whose X-CC-Call names a call that the server told us about is ours", () => {
  expect(matchedCall("i1", [call])).toBe(call);
  expect(matchedCall(" r1 ", [call])).toBe(call);
  expect(matchedCall("i2", [call])).toBeUndefined();
  expect(matchedCall(undefined, [call])).toBeUndefined();
  expect(matchedCall("", [{ interaction: "", reservation: undefined, isAutoAnswered: true }])).toBeUndefined();
  expect(matchedCall("i1", [])).toBeUndefined();
});

test("[CON21] loss is counted since the reading before, and from zero on a new stream", () => {
  const first = { packetsReceived: 990, packetsLost: 10, jitterMs: 4, roundTripMs: 40 };
  expect(lineQuality(undefined, first).loss).toBeCloseTo(0.01);
  expect(lineQuality(first, { ...first, packetsReceived: 1_240 }).loss).toBe(0);
  expect(lineQuality(first, { ...first, packetsReceived: 90, packetsLost: 10 }).loss).toBeCloseTo(0.1);
});

test("[CON21] the score falls with loss and with delay, and stays between 1 and 4.5", () => {
  const good = meanOpinion(0, 2, 30);
  expect(lineGrade(good)).toBe("good");
  expect(meanOpinion(0.05, 2, 30)).toBeLessThan(good);
  expect(meanOpinion(0, 2, 600)).toBeLessThan(good);
  expect(lineGrade(meanOpinion(0.2, 40, 400))).toBe("bad");
  expect(meanOpinion(1, 500, 5_000)).toBe(1);
  expect(good).toBeLessThanOrEqual(4.5);
});

test("[CON22] a device is found by id, else by its label, else not at all", () => {
  const present = [
    { id: "new", label: "Headset" },
    { id: "b", label: "Speakers" },
  ];
  expect(presentDevice({ id: "b", label: "renamed" }, present)?.id).toBe("b");
  expect(presentDevice({ id: "old", label: "Headset" }, present)?.id).toBe("new");
  expect(presentDevice({ id: "old", label: "" }, [{ id: "x", label: "" }])).toBeUndefined();
  expect(presentDevice(undefined, present)).toBeUndefined();
});
