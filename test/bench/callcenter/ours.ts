/**
 * Our arm: the service as a process of its own, started by its own command, with its journal in PostgreSQL (built in, as
 * durable as in production), its adapter on the event socket, the dialplan of freeswitch-conf, and a signed-in console
 * on the live socket for every agent.
 */

import { join, resolve } from "node:path";
import { migrate } from "#src/store/migrate.ts";
import { openPool } from "#src/store/open-pool.ts";
import { serviceAt } from "#test/end-to-end/support/service.ts";
import { freePort } from "#test/freeswitch/support/ports.ts";
import { agentsDomain, startSwitch } from "#test/freeswitch/support/switch.ts";
import { openPhones, switchOptions, type Arm } from "./arm.ts";
import { openConsole, type BenchConsole } from "./consoles.ts";
import { breakReason, fillOurSite } from "./our-site.ts";
import { agentsOf, type BenchPlan, type BenchQueue } from "./plan.ts";
import { Probe } from "./probe.ts";
import { openRelay, type RelayListener } from "./relay.ts";

const local = "127.0.0.1";
const node = "fs1";
const directory = { user: "freeswitch", secret: "a-directory-secret-for-the-comparison" };
/** Passwords are checked two at a time anyway. */
const signInsAtOnce = 4;

/**
 * `database` is an empty one, with its server's process for the account of processor time. With `listener`, what the
 * service and the switch say to each other goes through a relay that tells it.
 */
export async function openOurs(
  tools: { readonly freeswitch: string; readonly sipp: string },
  plan: BenchPlan,
  database: { readonly url: string; readonly pid: number },
  listener?: RelayListener,
): Promise<Arm> {
  await using stack = new AsyncDisposableStack();
  await migrate(database.url);
  {
    await using store = openPool(database.url);
    await fillOurSite(store, plan, node);
  }
  const httpPort = await freePort(local);
  const freeswitch = stack.use(
    await startSwitch(tools.freeswitch, {
      directory: { ...directory, url: `http://${local}:${httpPort}/fs/directory` },
      ...switchOptions,
    }),
  );
  const probe = stack.use(await Probe.open(freeswitch.ports, freeswitch.password));
  const relay = listener === undefined ? undefined : stack.use(await openRelay(freeswitch.ports.esl, listener));
  const service = stack.use(
    serviceAt(httpPort, {
      DATABASE_URL: database.url,
      CORDBOARD_DATA: join(freeswitch.folder, "service"),
      CORDBOARD_FREESWITCH_HOST: local,
      CORDBOARD_FREESWITCH_PORT: String(relay?.port ?? freeswitch.ports.esl),
      CORDBOARD_FREESWITCH_PASSWORD: freeswitch.password,
      CORDBOARD_SIP_DOMAIN: agentsDomain,
      CORDBOARD_SIP_WEBSOCKET_URL: `ws://${local}:${freeswitch.ports.ws}`,
      CORDBOARD_DIRECTORY_SECRET: directory.secret,
      CORDBOARD_PROMPTS: resolve("prompts"),
      CORDBOARD_RECORDINGS: freeswitch.folders.recordings,
    }),
  );
  await service.start();
  const agents = plan.queues.flatMap((queue) => agentsOf(queue).map((login) => ({ login, isReady: queue.isReady })));
  const consoles: { readonly opened: BenchConsole; readonly isReady: boolean }[] = [];
  const next = agents.values();
  const signIn = async (): Promise<void> => {
    for (const { login, isReady } of next)
      consoles.push({ opened: stack.use(await openConsole(service.url, login)), isReady });
  };
  await Promise.all(Array.from({ length: signInsAtOnce }, signIn));
  const seats = consoles.filter(({ isReady }) => isReady).map(({ opened }) => opened.seat);
  stack.use(await openPhones(tools.sipp, freeswitch, probe, seats));
  for (const { opened, isReady } of consoles)
    await opened.setPresence(isReady ? { kind: "ready" } : { kind: "notReady", reason: breakReason });
  const metrics = async (): Promise<readonly string[]> =>
    (await (await fetch(`${service.url}/metrics`)).text()).split("\n");
  const metric = async (name: string): Promise<number> => {
    const line = (await metrics()).find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? Number.NaN);
  };
  const owned = stack.move();
  return {
    name: "Cordboard",
    probe,
    waiting: ({ name }: BenchQueue) => metric(`cordboard_waiting{queue="${name}"}`),
    account: async () =>
      [...(await metrics()).filter((line) => /^cordboard_(?:agents|calls|waiting)/.test(line)), service.said()].join(
        "\n",
      ),
    processes: { switch: freeswitch.pid() ?? 0, service: service.pid() ?? 0, PostgreSQL: database.pid },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
