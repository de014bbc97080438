/** Times of day as minutes since midnight, and as `<input type="time">` writes them. 1440 is the end of the day. */

const DAY_MINUTES = 1_440;

export function minuteText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** For a field: midnight at the end of a day is written `00:00`. */
export function minuteField(minute: number): string {
  return minuteText(minute % DAY_MINUTES);
}

/** `isEnd`: `00:00` means the end of the day. Undefined for an unfinished field. */
export function fieldMinute(text: string, isEnd: boolean): number | undefined {
  const match = /^(\d{2}):(\d{2})$/u.exec(text);
  if (match === null) return undefined;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return isEnd && minute === 0 ? DAY_MINUTES : minute;
}
