/** The command line: `start` and what an admin needs around it. */

import { Command } from "commander";
import { checkFlowFiles } from "./commands/flow-check.ts";
import { runDoctor } from "./commands/doctor.ts";
import { runMigrations } from "./commands/migrate.ts";
import { addUser } from "./commands/user-add.ts";
import { writeFreeswitchConfig } from "./commands/freeswitch-config.ts";
import { runServer } from "./commands/start.ts";
import { fail } from "./commands/fail.ts";
import { version } from "./version.ts";

const program = new Command()
  .name("cordboard")
  .description("A contact centre that attaches to FreeSWITCH: the switch carries calls, Cordboard decides.")
  .version(version);

program
  .command("start")
  .description("run the service; without a configured switch, a demo call centre")
  .action(runServer);
program.command("migrate").description("bring the database up to date and end").action(runMigrations);
program
  .command("doctor")
  .description("say what is wrong with the switch and the database, and how to mend it")
  .action(runDoctor);
program
  .command("user-add")
  .description("create a person who can sign in; asks for the password")
  .argument("<login>")
  .requiredOption("--name <name>", "the name that colleagues see")
  .option("--roles <roles>", "agent, supervisor, admin, separated by commas", "admin")
  .action(addUser);
program
  .command("flow-check")
  .description("say what is wrong with flow files, and which names a site must have for them")
  .argument("<files...>")
  .action(checkFlowFiles);
program
  .command("freeswitch-config")
  .description("write a locked-down configuration for a FreeSWITCH, with generated passwords")
  .argument("<folder>")
  .option("--replace", "write over a configuration that is there: new secrets, changes forgotten")
  .action(writeFreeswitchConfig);

await program.parseAsync().catch(fail);
