/** How a queue calls back, as its form shows it (minutes, hours, a week of hours) and as it travels (milliseconds, a list). */

import type { QueueAdminView } from "#protocol/api/admin.ts";
import { callbackPolicy } from "#protocol/api/callbacks.ts";
import type { z } from "zod";
import type { Hours } from "../hours-field.tsx";
import { milliseconds, seconds, type Amount } from "../seconds.ts";

const MINUTE_S = 60;
const HOUR_S = 3_600;

export interface CallbackValues {
  readonly isOn: boolean;
  readonly mode: z.output<typeof callbackPolicy>["mode"];
  readonly attemptsMax: Amount;
  readonly retryAfterMin: Amount;
  readonly expiresAfterH: Amount;
  readonly personalMin: Amount;
  /** Empty: nobody who gives up waiting is called back. */
  readonly abandonedAfterS: Amount;
  readonly timeZone: string;
  /** Seven days, Monday first, on the customer's clock; all empty: at any time. */
  readonly week: readonly Hours[];
}

const inUnits = (ms: number, unitS: number): Amount => {
  const whole = seconds(ms);
  return whole === "" ? "" : whole / unitS;
};
const fromUnits = (amount: Amount, unitS: number): number | undefined =>
  amount === "" ? undefined : milliseconds(amount * unitS);

/** A queue that does not call back has the values of one that was just switched on, in the browser's time zone. */
export function valuesOfCallback(policy: QueueAdminView["callback"]): CallbackValues {
  const from = policy ?? callbackPolicy.parse({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  return {
    isOn: policy !== undefined,
    mode: from.mode,
    attemptsMax: from.attemptsMax,
    retryAfterMin: inUnits(from.retryAfterMs, MINUTE_S),
    expiresAfterH: inUnits(from.expiresAfterMs, HOUR_S),
    personalMin: inUnits(from.personalMs, MINUTE_S),
    abandonedAfterS: seconds(from.abandonedAfterMs),
    timeZone: from.timeZone,
    week: [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
      from.windows.filter((each) => each.weekday === weekday).map(({ opens, closes }) => ({ opens, closes })),
    ),
  };
}

/** undefined: the queue does not call back. An empty field takes what the server takes where nothing is said. */
export function inputOfCallback(values: CallbackValues): z.input<typeof callbackPolicy> | undefined {
  if (!values.isOn) return undefined;
  const abandonedAfterMs = milliseconds(values.abandonedAfterS);
  return {
    mode: values.mode,
    attemptsMax: values.attemptsMax === "" ? undefined : values.attemptsMax,
    retryAfterMs: fromUnits(values.retryAfterMin, MINUTE_S),
    expiresAfterMs: fromUnits(values.expiresAfterH, HOUR_S),
    personalMs: fromUnits(values.personalMin, MINUTE_S),
    ...(abandonedAfterMs === undefined ? {} : { abandonedAfterMs }),
    timeZone: values.timeZone,
    windows: values.week.flatMap((hours, index) =>
      hours.map(({ opens, closes }) => ({ weekday: index + 1, opens, closes })),
    ),
  };
}

/** Where a field of the wire shows in this section. */
export const callbackShownAs: Readonly<Record<string, string>> = {
  "callback.retryAfterMs": "callback.retryAfterMin",
  "callback.expiresAfterMs": "callback.expiresAfterH",
  "callback.personalMs": "callback.personalMin",
  "callback.abandonedAfterMs": "callback.abandonedAfterS",
};
