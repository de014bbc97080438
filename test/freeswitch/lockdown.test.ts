/** The configuration that we ship, attacked: what was shown to run on a careless switch does not run here. */

import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { connectFreeswitch } from "#cti/freeswitch/port.ts";
import { inspectFreeswitch } from "#cti/freeswitch/inspect.ts";

import { arrived, ask, claimed, freshInteraction, next } from "../contract/switch-port/steps.ts";
import { seatPassword, startRealWorld, until } from "./support/harness.ts";
import type { RealWorld } from "./support/harness.ts";
import { openEndpoint } from "./support/sip/endpoint.ts";
import { agentsDomain, findFreeswitch } from "./support/switch.ts";

const binary = findFreeswitch();
const local = "127.0.0.1";

describe.skipIf(binary === undefined)("the shipped configuration on a real FreeSWITCH", () => {
  let started: RealWorld | undefined;
  beforeAll(async () => {
    started = await startRealWorld(binary ?? "");
  });
  afterAll(async () => {
    await started?.[Symbol.asyncDispose]();
  });
  const world = (): RealWorld => {
    if (started === undefined) throw new Error("the switch was not started");
    return started;
  };
  const trap = () => join(world().freeswitch.folder, "trap");

  test("[FS110] the doctor finds nothing but the version", async () => {
    const { ports, password, folders } = world().freeswitch;
    const findings = await inspectFreeswitch({
      host: local,
      port: ports.esl,
      password,
      agentsProfile: "agents",
      agentsDomain,
      recordingsFolder: folders.recordings,
      promptsFolder: folders.prompts,
    });
    expect(findings.filter(({ verdict, check }) => verdict !== "ok" && check !== "version")).toEqual([]);
    expect(findings.length).toBeGreaterThan(14);
  });

  test("[FS111] a variable with a command in it is not carried out, wherever it came from", async () => {
    await using h = await world().harness();
    const { leg } = await claimed(h);
    await world().ask(async (link) => {
      const evil = ["$", `{system(touch ${trap()})}`].join("");
      // Our own client refuses such text, so this goes round it on a bare socket.
      const socket = connect(world().freeswitch.ports.esl, local);
      socket.write(
        `auth ${world().freeswitch.password}\n\napi uuid_setvar ${leg} evil ${evil}\n\nsendmsg ${leg}\ncall-command: execute\nexecute-app-name: playback\nexecute-app-arg: ${evil}\n\nsendmsg ${leg}\ncall-command: execute\nexecute-app-name: system\nexecute-app-arg: touch ${trap()}\n\napi system touch ${trap()}\n\napi expand system touch ${trap()}\n\n`,
      );
      await h.pass(700);
      socket.destroy();
      expect(await link.api("system id")).toContain("not found");
    });
    expect(existsSync(trap())).toBe(false);
  });

  test("[FS112] a caller's name with a command in it is claimed like any other and runs nothing", async () => {
    await using h = await world().harness();
    const evil = ["$", `{system(touch ${trap()})}`].join("");
    const { leg } = await arrived(h, { from: "34911222333", fromName: evil });
    ask(h, { kind: "leg.claim", leg, interaction: freshInteraction(), answer: true });
    await next(h, "leg.parked", (o) => o.leg === leg && o.isAnswered);
    expect(existsSync(trap())).toBe(false);
  });

  test("[FS113] a phone with a wrong password, of a wrong user or of an unknown one is refused alike", async () => {
    await using phone = await openEndpoint({ address: local, port: world().freeswitch.ports.agents }, 500);
    await using h = await world().harness();
    await h.phone(h.seats[0], { kind: "noAnswer" });
    const refusal = async (user: string, password: string) => {
      await expect(phone.register(user, agentsDomain, password, 60)).rejects.toThrow(
        "REGISTER was refused: SIP/2.0 403",
      );
    };
    await refusal(h.seats[0], "wrong");
    await refusal("nobody", seatPassword);
    await refusal("nobody", "wrong");
  });

  test("[FS114] an agent's phone cannot call anybody by itself", async () => {
    await using h = await world().harness();
    await using phone = await openEndpoint({ address: local, port: world().freeswitch.ports.agents }, 500);
    phone.call("+34600000001", { user: h.seats[0], host: agentsDomain, name: undefined });
    await until("the refusal", async () => phone.refusedWith !== undefined);
    expect(phone.refusedWith).toContain("407");
    expect(h.observations.filter((o) => o.kind !== "switch.resynced")).toEqual([]);
  });

  test("[FS115] a number that is none is refused at the door", async () => {
    await using h = await world().harness();
    await using caller = await openEndpoint({ address: local, port: world().freeswitch.ports.trunk }, 500);
    caller.call("loopback", { user: "34911222333", host: local, name: undefined });
    await until("the refusal", async () => caller.refusedWith !== undefined);
    expect(caller.refusedWith).toContain("404");
    expect(h.observations.filter((o) => o.kind === "leg.arrived")).toEqual([]);
  });

  test("[AQ22, FS132] whoever is not on the list of the event socket is turned away before he can say a password", async () => {
    const port = world().freeswitch.ports.esl;
    const said = async (localAddress: string): Promise<string> => {
      const socket = connect({ host: local, port, localAddress });
      let text = "";
      socket.on("data", (part: Buffer) => (text += part.toString()));
      socket.write(`auth ${world().freeswitch.password}\n\n`);
      await until("an answer", async () => text.includes("\n\n"));
      await until("the rest", async () => socket.closed || text.includes("+OK accepted"));
      socket.destroy();
      return text;
    };
    expect(await said(local)).toContain("+OK accepted");
    const turnedAway = await said("127.0.0.2");
    expect(turnedAway).toContain("text/rude-rejection");
    expect(turnedAway).not.toContain("auth/request");
    expect(turnedAway).not.toContain("accepted");
  });

  test("[FS116] a wrong event socket password is a fault for a person, not a loop without a pause", async () => {
    const faults: string[] = [];
    await using port = connectFreeswitch({
      node: "fs-test",
      host: local,
      port: world().freeswitch.ports.esl,
      password: "ClueCon",
      agentsProfile: "agents",
      agentsDomain,
      promptsFolder: "/srv/prompts",
      recordingsFolder: "/srv/recordings",
      musicPath: "local_stream://moh",
      wakeEveryMs: 0,
      commandConnections: 1,
      onFault: (fault) => faults.push(fault.message),
    });
    const seen: string[] = [];
    port.start((observation) => seen.push(observation.kind));
    await until("the refusal", async () => port.health().fault?.includes("password") === true);
    expect(port.health()).toMatchObject({ isUp: false, legs: 0 });
    expect(seen).toEqual([]);
    expect(faults).toEqual([expect.stringContaining("password")]);
  });
});
