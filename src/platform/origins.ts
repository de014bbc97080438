/**
 * Whose pages may speak to us. A browser says which page a request comes from and sends our cookie either way; a page
 * that is not ours is refused, over HTTP (CSRF) and over the live socket (CSWSH) by this one rule.
 */

export interface OriginRule {
  /** Origins such as `https://cordboard.example.org`. Empty: the host that the browser says it asked. */
  readonly allowed: readonly string[];
}

/** The parts of a request that the rule looks at. */
export interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly "sec-fetch-site"?: string | string[] | undefined;
}

/**
 * True when the page is ours. Without `Origin` it is a browser that says "same origin" itself, or no browser at all,
 * which has no cookie of anybody else to abuse; `mustSayOrigin` (the live socket) takes neither.
 */
export function isOurPage(rule: OriginRule, headers: OriginHeaders, mustSayOrigin: boolean): boolean {
  const { origin } = headers;
  if (origin === undefined) {
    const site = headers["sec-fetch-site"];
    return !mustSayOrigin && (site === undefined || site === "same-origin" || site === "none");
  }
  if (rule.allowed.length > 0) return rule.allowed.includes(origin);
  const asked = hostOf(origin);
  return asked !== undefined && asked === headers.host;
}

function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@\s]+)$/.exec(origin)?.[1];
}
