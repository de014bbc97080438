/**
 * The arm of mod_callcenter: our own switch configuration with the module added, its queues and agents like ours, and
 * in one of its databases. Callers at the trunk are answered and led to the queue by two lines of dialplan.
 */

import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDirectory } from "#test/freeswitch/support/directory-server.ts";
import { agentsDomain, freeswitchConfiguration, startSwitch } from "#test/freeswitch/support/switch.ts";
import { openPhones, switchOptions, type Arm } from "./arm.ts";
import { agentsOf, type BenchPlan, type BenchQueue } from "./plan.ts";
import { Probe } from "./probe.ts";

/** A file of SQLite, or a string for the switch's own PostgreSQL driver. */
export type TheirDatabase =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "postgres"; readonly dsn: string };

/** Music and nothing else: what the media of a waiting caller costs the switch by itself. */
export const musicNumber = "12025550109";
const password = "password-for-the-comparison";
const nameOf = ({ name }: BenchQueue): string => `${name}@bench`;

/** The switch must have the module. */
export async function openTheirs(
  tools: { readonly freeswitch: string; readonly sipp: string },
  plan: BenchPlan,
  name: string,
  database: TheirDatabase,
): Promise<Arm> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await startDirectory(agentsDomain));
  const modules = [...(database.kind === "postgres" ? ["mod_pgsql"] : []), "mod_callcenter"];
  const configuration = await configurationWith(modules);
  await writeFile(join(configuration, "autoload_configs", "callcenter.conf.xml"), callcenterXml(plan, database));
  await writeFile(join(configuration, "dialplan", "cc-in.xml"), dialplanXml(plan));
  const freeswitch = stack.use(await startSwitch(tools.freeswitch, { ...switchOptions, directory, configuration }));
  const probe = stack.use(await Probe.open(freeswitch.ports, freeswitch.password));
  const users = plan.queues.filter(({ isReady }) => isReady).flatMap(agentsOf);
  for (const user of users) directory.add(user, password);
  stack.use(
    await openPhones(
      tools.sipp,
      freeswitch,
      probe,
      users.map((sipUser) => ({ sipUser, password })),
    ),
  );
  const owned = stack.move();
  return {
    name,
    probe,
    waiting: async (queue) => Number(await probe.api(`callcenter_config queue count members ${nameOf(queue)}`)),
    account: () => probe.api("callcenter_config agent list"),
    processes: { switch: freeswitch.pid() ?? 0 },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Which of these modules the switch can load; it is started and ended for the question. */
export async function modulesThere(freeswitch: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  await using directory = await startDirectory(agentsDomain);
  const configuration = await configurationWith(names);
  await writeFile(join(configuration, "autoload_configs", "callcenter.conf.xml"), emptyCallcenterXml);
  await using asked = await startSwitch(freeswitch, { ...switchOptions, directory, configuration });
  await using probe = await Probe.open(asked.ports, asked.password);
  const there = new Set<string>();
  for (const name of names) if ((await probe.api(`module_exists ${name}`)) === "true") there.add(name);
  return there;
}

const emptyCallcenterXml = `<configuration name="callcenter.conf" description="Only to be loaded"><settings/></configuration>`;

/** A copy of the project's switch configuration that loads these too; in a temporary folder. */
async function configurationWith(modules: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "configuration-"));
  await cp(freeswitchConfiguration, folder, { recursive: true });
  const file = join(folder, "autoload_configs", "modules.conf.xml");
  const text = await readFile(file, "utf8");
  const lines = modules.map((module) => `    <load module="${module}"/>\n`).join("");
  const eventSocket = `    <load module="mod_event_socket"/>`;
  if (!text.includes(eventSocket)) throw new Error(`${file} loads no event socket`);
  await writeFile(file, text.replace(eventSocket, `${lines}${eventSocket}`));
  return folder;
}

function callcenterXml(plan: BenchPlan, database: TheirDatabase): string {
  const setting = database.kind === "sqlite" ? parameter("dbname", database.file) : parameter("odbc-dsn", database.dsn);
  const queues = plan.queues.map((queue) =>
    [
      `    <queue name="${nameOf(queue)}">`,
      parameter("strategy", "longest-idle-agent"),
      parameter("moh-sound", "local_stream://moh"),
      parameter("time-base-score", "queue"),
      parameter("max-wait-time", "0"),
      parameter("max-wait-time-with-no-agent", "0"),
      parameter("tier-rules-apply", "false"),
      parameter("abandoned-resume-allowed", "false"),
      // Callers who gave up are looked at in every pass until they are discarded; the preset is a minute.
      parameter("discard-abandoned-after", "1"),
      "    </queue>",
    ].join("\n"),
  );
  const each = plan.queues.flatMap((queue) => agentsOf(queue).map((agent) => ({ agent, queue })));
  const agents = each.map(({ agent, queue: { isReady, wrapUpMs } }) => {
    const status = isReady ? "Available" : "On Break";
    const contact = `sofia/agents/${agent}%${agentsDomain}`;
    return `    <agent name="${agent}" type="callback" contact="${contact}" status="${status}" max-no-answer="0" wrap-up-time="${wrapUpMs / 1_000}" reject-delay-time="0" busy-delay-time="0"/>`;
  });
  const tiers = each.map(
    ({ agent, queue }) => `    <tier agent="${agent}" queue="${nameOf(queue)}" level="1" position="1"/>`,
  );
  return `<configuration name="callcenter.conf" description="The other arm">
  <settings>${setting}</settings>
  <queues>\n${queues.join("\n")}\n  </queues>
  <agents>\n${agents.join("\n")}\n  </agents>
  <tiers>\n${tiers.join("\n")}\n  </tiers>
</configuration>\n`;
}

const parameter = (name: string, value: string): string => `<param name="${name}" value="${value}"/>`;

function dialplanXml(plan: BenchPlan): string {
  const extensions = plan.queues.map(
    (queue) => `  <extension name="${queue.name}">
    <condition field="destination_number" expression="^${queue.dialled}$">
      <action application="answer"/>
      <action application="callcenter" data="${nameOf(queue)}"/>
    </condition>
  </extension>`,
  );
  const music = `  <extension name="music">
    <condition field="destination_number" expression="^${musicNumber}$">
      <action application="answer"/>
      <action application="playback" data="local_stream://moh"/>
    </condition>
  </extension>`;
  return `<context name="cc-in">\n${[...extensions, music].join("\n")}\n</context>\n`;
}
