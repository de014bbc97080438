/** A phone number as people write it. Loaded when the first number is on screen: the numbering plans of the world are large. */

import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** Extensions and short codes are shorter, and are shown as they are. */
const PUBLIC_DIGITS_MIN = 7;

/**
 * International (`+86 138 0013 8013`), because that reads and dials the same everywhere. Digits without a plus are read as
 * the site's country writes them, else as international without the plus, as many trunks send them; what is neither stays.
 */
export function phoneWords(number: string, country: string | undefined): string {
  if (number.replaceAll(/\D/gu, "").length < PUBLIC_DIGITS_MIN) return number;
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const asWritten = parsePhoneNumberFromString(number, home);
  if (asWritten?.isValid() === true) return asWritten.formatInternational();
  const withPlus = number.startsWith("+") ? undefined : parsePhoneNumberFromString(`+${number}`);
  return withPlus?.isValid() === true ? withPlus.formatInternational() : number;
}
