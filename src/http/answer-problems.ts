/** Every error leaves as problem details: our own refusals, Fastify's, a lost database, and bugs. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { PasswordsBusy } from "../platform/passwords.ts";
import { Refused } from "./refused.ts";

const byFastifyCode: Readonly<Record<string, Refused>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Refused("tooLarge"),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Refused("unsupportedMediaType"),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new Refused("malformed"),
  FST_ERR_CTP_EMPTY_JSON_BODY: new Refused("malformed"),
};

/** PostgreSQL's classes 08 (connection), 53 (resources) and 57P (shutdown), and what the network says. */
const storeDownCode = /^(08...|53...|57P..|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT)$/;
/** pg gives these without a code. */
const storeDownMessage = /timeout exceeded when trying to connect|Connection terminated|connection is closed/i;

export async function sendProblem(reply: FastifyReply, refused: Refused): Promise<FastifyReply> {
  const { retryAfterMs } = refused.more;
  if (retryAfterMs !== undefined) reply.header("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
  return reply
    .code(refused.status)
    .header("cache-control", "no-store")
    .type("application/problem+json")
    .send(JSON.stringify(refused.problem));
}

/** A fault's refusal, and whether it is our mistake and belongs into the log. */
function refusalOf(error: unknown): { readonly refused: Refused; readonly isBug: boolean } {
  const known = knownRefusal(error);
  return known === undefined ? { refused: new Refused("broken"), isBug: true } : { refused: known, isBug: false };
}

function knownRefusal(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (error instanceof PasswordsBusy) return new Refused("unavailable", { retryAfterMs: 1_000 });
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = byFastifyCode[code];
  if (known !== undefined) return known;
  if (storeDownCode.test(code) || storeDownMessage.test(error.message))
    return new Refused("unavailable", { retryAfterMs: 5_000 });
  // Class 22, data exceptions: a number or text that fits the schema but no column.
  if (/^22...$/.test(code)) return new Refused("malformed");
  // What Fastify itself finds wrong with a request.
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status === 429) return new Refused("throttled");
  return status >= 400 && status < 500 ? new Refused("malformed") : undefined;
}

export async function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { refused, isBug } = refusalOf(error);
  if (isBug) request.log.error({ err: error, route: request.routeOptions.url }, "a request failed");
  return await sendProblem(reply, refused);
}
