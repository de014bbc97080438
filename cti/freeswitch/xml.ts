/** Text inside XML that a FreeSWITCH reads. */

/**
 * Escapes a text for an attribute or an element. Characters that XML 1.0 cannot hold at all (most controls, lone
 * surrogates, U+FFFE, U+FFFF) become U+FFFD, so that hostile input cannot make the document unreadable.
 */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
