/** The tables of `show … as json`. */

import type { Core } from "./core.ts";
import { callState, callUuid, HOSTNAME } from "./esl-values.ts";
import { AGENTS_DOMAIN, callerAsGiven, destinationOf } from "./leg.ts";
import type { SimulatedLeg } from "./leg.ts";

type Row = Readonly<Record<string, string>>;

export function showTable(core: Core, argument: string): string {
  const [, what, , like] = /^(\w+)( like (\S+))? as json$/.exec(argument) ?? [];
  if (what === undefined) return "-ERR only `as json` is simulated\n";
  const rows = rowsOf(core, what);
  if (rows === undefined) return "-USAGE: channels|calls|registrations\n";
  const wanted =
    like === undefined ? rows : rows.filter((row) => Object.values(row).some((value) => value.includes(like)));
  // An empty table has no rows at all, and a blank.
  return wanted.length === 0 ? '{"row_count": 0}\n' : JSON.stringify({ row_count: wanted.length, rows: wanted });
}

function rowsOf(core: Core, what: string): readonly Row[] | undefined {
  switch (what) {
    case "channels":
      return [...core.legs.values()].map(channelRow);
    case "calls":
      return [...core.legs.values()].filter((leg) => leg.state !== "CS_EXCHANGE_MEDIA").map(channelRow);
    case "registrations":
      return [...core.phones]
        .filter(([, phone]) => phone.kind !== "unregistered")
        .map(([user]) => ({
          reg_user: user,
          realm: AGENTS_DOMAIN,
          token: `${user}@127.0.0.1`,
          url: `sofia/agents/sip:${user}@127.0.0.1:5060`,
          expires: String(Math.floor(core.agenda.now() / 1000) + 3600),
          network_ip: "127.0.0.1",
          network_port: "5060",
          network_proto: "udp",
          hostname: HOSTNAME,
          metadata: "",
        }));
    default:
      return undefined;
  }
}

function channelRow(leg: SimulatedLeg): Row {
  const { name, number } = leg.shown;
  const given = callerAsGiven(leg);
  const context = leg.direction === "inbound" ? "cc-in" : "default";
  const app = leg.apps.at(-1);
  const bridged = leg.partner?.uuid;
  return {
    uuid: leg.uuid,
    direction: leg.direction,
    created: new Date(leg.createdAt).toISOString().slice(0, 19).replace("T", " "),
    created_epoch: String(Math.floor(leg.createdAt / 1000)),
    name: leg.name,
    state: leg.state,
    cid_name: name,
    cid_num: number,
    ip_addr: leg.direction === "inbound" ? "127.0.0.1" : "",
    dest: leg.destination,
    application: bridged === undefined ? (app?.name ?? "") : "uuid_bridge",
    application_data: bridged ?? app?.argument ?? "",
    dialplan: leg.history.length > 0 ? "inline" : "XML",
    context,
    read_codec: leg.answeredAt === undefined ? "" : "PCMU",
    write_codec: leg.answeredAt === undefined ? "" : "PCMU",
    secure: "",
    hostname: HOSTNAME,
    presence_id: "",
    presence_data: leg.variables.get("presence_data") ?? "",
    accountcode: "",
    callstate: callState(leg, ""),
    call_uuid: bridged === undefined && leg.direction === "inbound" ? "" : callUuid(leg),
    initial_cid_name: given.name,
    initial_cid_num: given.number,
    initial_dest: destinationOf(leg),
    initial_dialplan: leg.direction === "inbound" ? "XML" : "",
    initial_context: context,
  };
}
