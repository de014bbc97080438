/** The routes of programs' tokens. */

import type { ApiTokenView } from "#protocol/api/api-tokens.ts";
import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { ApiToken, ApiTokens } from "../platform/api-tokens.ts";
import { namesOf } from "../platform/people.ts";
import type { Database } from "../store/schema.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

interface TokenParts {
  readonly db: Kysely<Database>;
  readonly tokens: ApiTokens;
  readonly now: () => Instant;
}

export function tokenHandlers(
  parts: TokenParts,
): Pick<Handlers, "listApiTokens" | "createApiToken" | "revokeApiToken"> {
  const { db, tokens, now } = parts;
  return {
    async listApiTokens() {
      const rows = await tokens.list();
      const names = await namesOf(
        db,
        rows.flatMap(({ createdBy }) => createdBy ?? []),
      );
      return rows.map((row) => viewOf(row, names));
    },
    async createApiToken({ body, session }) {
      const { name, scopes, expiresAt } = body;
      if (expiresAt !== undefined && expiresAt <= now()) {
        return new Refused("invalid", { fields: [{ path: "expiresAt", message: "is in the past" }] });
      }
      const made = await tokens.create({ name, scopes, expiresAt }, session.user.id);
      if (made === undefined) return new Refused("taken", { fields: [{ path: "name", message: "is taken" }] });
      return { ...viewOf(made.row, new Map([[session.user.id, session.user.name]])), token: made.token };
    },
    async revokeApiToken({ params }) {
      return (await tokens.revoke(params.id)) ? undefined : new Refused("notFound");
    },
  };
}

function viewOf(row: ApiToken, names: ReadonlyMap<string, string>): ApiTokenView {
  const { id, name, scopes, createdAt, createdBy, expiresAt, lastUsedAt } = row;
  const createdByName = createdBy === undefined ? undefined : names.get(createdBy);
  return {
    id,
    name,
    scopes: [...scopes],
    createdAt,
    ...(createdByName === undefined ? {} : { createdByName }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  };
}
