/**
 * One way to write a phone number down, for everything that brings one in: forms, imports, callers, dialled digits.
 * What is stored is `value_norm`: E.164 for the public network, `ext:` for our own extensions and short codes,
 * `raw:` plus digits for what the numbering plans of the world do not know.
 */

import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { CountryCode, NumberType, PhoneNumber } from "libphonenumber-js/max";

/** What this installation calls its own. The parser would turn 1001 into +861001 without a word. */
export interface NumberingPlan {
  /** For numbers written without a country: the trunk's or the record's. */
  readonly defaultCountry: CountryCode;
  readonly extensionPattern: RegExp;
  /** Emergency and service codes that are dialled as they are. */
  readonly shortCodes: readonly string[];
}

export type LineType = "mobile" | "fixed" | "fixedOrMobile" | "tollFree" | "sharedCost" | "premium" | "voip" | "other";

export type NormalNumber =
  /** The caller does not show a number. */
  | { readonly kind: "withheld" }
  /** Text that holds no number. */
  | { readonly kind: "unusable" }
  | { readonly kind: "internal"; readonly norm: string }
  | {
      readonly kind: "public";
      readonly norm: string;
      readonly ext: string | undefined;
      readonly country: string | undefined;
      readonly lineType: LineType | undefined;
      /** `unverified`: long enough, but in no range that we know. Metadata lags behind new ranges: kept, not refused. */
      readonly status: "ok" | "unverified";
    }
  | { readonly kind: "raw"; readonly norm: string };

/** No number and no name in front of one is longer; the rest is somebody's attack. */
const TEXT_LENGTH_MAX = 250;
const RAW_DIGITS_MIN = 3;
const RAW_DIGITS_MAX = 40;

const withheldWords = /^(anonymous|unknown|restricted|private|unavailable|withheld|blocked|no ?caller ?id|n\/?a)$/i;
const addressUser = /(?:^|<)\s*(?:sips?|tel):([^@;>?]+)/i;

/** Every number goes through here. `country` is the record's own, where it has one. */
export function normalNumber(raw: string, plan: NumberingPlan, country?: CountryCode): NormalNumber {
  // Full-width digits and plus signs of a Chinese keyboard become plain ones.
  const text = raw.slice(0, TEXT_LENGTH_MAX).normalize("NFKC").trim();
  const written = (addressUser.exec(text)?.[1] ?? text).trim();
  if (written === "" || withheldWords.test(written)) return { kind: "withheld" };
  const compact = written.replaceAll(/[\s().\-/]/g, "");
  if (plan.shortCodes.includes(compact) || plan.extensionPattern.test(compact)) {
    return { kind: "internal", norm: `ext:${compact}` };
  }
  const number = bestReading(written, country ?? plan.defaultCountry);
  if (number !== undefined) return publicNumber(number);
  const digits = written.replaceAll(/\D/g, "").slice(0, RAW_DIGITS_MAX);
  return digits.length < RAW_DIGITS_MIN ? { kind: "unusable" } : { kind: "raw", norm: `raw:${digits}` };
}

/** What is stored and compared; undefined: nothing to store. */
export function normOf(number: NormalNumber): string | undefined {
  switch (number.kind) {
    case "withheld":
    case "unusable":
      return undefined;
    case "internal":
    case "public":
    case "raw":
      return number.norm;
  }
}

/**
 * The reading in a range that exists wins: as written; `00` as the international prefix even where the country uses
 * another; without the plus, as many trunks send it. Else as written, if only the length is right.
 */
function bestReading(written: string, country: CountryCode): PhoneNumber | undefined {
  const asWritten = parsePhoneNumberFromString(written, country);
  if (asWritten?.isValid() || written.includes("+")) return possible(asWritten);
  const digits = written.replaceAll(/\D/g, "");
  const alternatives = digits.startsWith("00") ? [`+${digits.slice(2)}`] : [`+${digits}`];
  for (const text of alternatives) {
    const number = parsePhoneNumberFromString(text);
    if (number?.isValid()) return number;
  }
  return possible(asWritten);
}

function possible(number: PhoneNumber | undefined): PhoneNumber | undefined {
  return number?.isPossible() ? number : undefined;
}

function publicNumber(number: PhoneNumber): NormalNumber {
  const type = number.getType();
  return {
    kind: "public",
    norm: number.number,
    ext: number.ext,
    country: number.country,
    lineType: type === undefined ? undefined : lineType(type),
    status: number.isValid() ? "ok" : "unverified",
  };
}

function lineType(type: Exclude<NumberType, undefined>): LineType {
  switch (type) {
    case "MOBILE":
      return "mobile";
    case "FIXED_LINE":
      return "fixed";
    case "FIXED_LINE_OR_MOBILE":
      return "fixedOrMobile";
    case "TOLL_FREE":
      return "tollFree";
    case "SHARED_COST":
      return "sharedCost";
    case "PREMIUM_RATE":
      return "premium";
    case "VOIP":
      return "voip";
    case "PERSONAL_NUMBER":
    case "PAGER":
    case "UAN":
    case "VOICEMAIL":
      return "other";
  }
}
