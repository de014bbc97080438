import { defineConfig } from "vitest/config";

const endToEnd = ["test/end-to-end/**/*.test.ts"];
const browser = ["test/console/**/*.test.ts"];
const freeswitch = ["test/freeswitch/**/*.test.ts"];

/** Projects that live in real time: one file after the other, and alone, because figures of time are worth nothing beside a full load. */
const inRealTime = (name: string, groupOrder: number, include: string[], testTimeout: number) => ({
  extends: true as const,
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: 120_000,
    fileParallelism: false,
    sequence: { groupOrder },
  },
});

/**
 * `unit` needs nothing but Node and the embedded PostgreSQL; `end-to-end` runs the service as a process of its own against
 * the simulated event socket; `browser` needs Chromium; `freeswitch` needs a FreeSWITCH (FREESWITCH_BIN or PATH) and SIPp.
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
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...endToEnd, ...browser, ...freeswitch],
          sequence: { groupOrder: 0 },
        },
      },
      inRealTime("browser", 1, browser, 120_000),
      inRealTime("end-to-end", 2, endToEnd, 120_000),
      inRealTime("freeswitch", 3, freeswitch, 600_000),
    ],
  },
});
