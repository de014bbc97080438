import { expect, test } from "vitest";
import { routes } from "#src/http/routes.ts";

test("[CT48] a change that names nothing but its version changes nothing: no field comes by default", () => {
  const patches = routes.filter(({ route }) => route.method === "PATCH");
  const parsed = patches.flatMap(({ name, route }) => {
    const given = route.body.safeParse({ version: 7 });
    return given.success ? [[name, given.data]] : [];
  });
  expect(parsed.map(([name]) => name)).toEqual(
    expect.arrayContaining(["changeContact", "changeAccount", "changeActivity", "changeAgent"]),
  );
  const filledIn = parsed.filter(([, data]) => Object.keys(Object(data)).some((field) => field !== "version"));
  expect(filledIn).toEqual([]);
});
