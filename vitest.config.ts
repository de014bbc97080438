import { defineConfig } from "vitest/config";

const integration = ["test/freeswitch/**/*.test.ts"];
const browser = ["test/console/**/*.test.ts"];

/**
 * Three projects: `unit` needs nothing but Node and the embedded PostgreSQL, `browser` needs Chromium,
 * `freeswitch` needs a FreeSWITCH (FREESWITCH_BIN or PATH) and SIPp.
 */
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/closing-line.ts"],
    globalSetup: ["./test/support/database-cluster.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [...integration, ...browser] },
      },
      {
        extends: true,
        test: { name: "browser", include: browser, testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false },
      },
      {
        extends: true,
        test: {
          name: "freeswitch",
          include: integration,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
