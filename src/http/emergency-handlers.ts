/** The emergency switches: a request to the engine, acknowledged when it would survive a restart. */

import { queueId } from "#routing/ids.ts";
import type { Engine } from "../engine/port.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

export function emergencyHandlers(engine: Engine): Pick<Handlers, "switchEmergency"> {
  return {
    async switchEmergency({ body, session }) {
      const queue = body.queue === undefined ? undefined : queueId(body.queue.toLowerCase());
      const by = session.user.id;
      const { refusal, facts } = engine.submit({ kind: "emergency.switchRequested", queue, isOn: body.isOn, by });
      if (refusal !== undefined) return new Refused("notFound");
      const last = facts.at(-1);
      if (last !== undefined) await engine.durable(last.n);
      return body;
    },
  };
}
