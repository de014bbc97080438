import { expect, test } from "vitest";
import { routeUrl } from "#agent-console/src/api/call-route.ts";
import { isUnder } from "#agent-console/src/api/queries.ts";

test("[CON70] placeholders are filled and escaped, absent and empty values left out of the query", () => {
  expect(routeUrl("/api/numbers/:dialled", { dialled: "+34 91/0" }, undefined)).toBe("/api/numbers/%2B34%2091%2F0");
  expect(routeUrl("/api/contacts", undefined, { q: "María", kind: undefined, tier: "", limit: 50 })).toBe(
    "/api/contacts?q=Mar%C3%ADa&limit=50",
  );
});

test("[CON71] a change makes old what lies under its path, and nothing beside it", () => {
  expect(isUnder("/api/contacts/:id/timeline", "/api/contacts")).toBe(true);
  expect(isUnder("/api/contacts", "/api/contacts")).toBe(true);
  expect(isUnder("/api/contacts-archive", "/api/contacts")).toBe(false);
  expect(isUnder(7, "/api/contacts")).toBe(false);
});
