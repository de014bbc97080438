/** Where this person is signed in, and ending it there. */

import { listSessions, revokeSession } from "#protocol/api/session.ts";
import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { problemWords } from "../api/problem-words.ts";
import { reading, useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { Shown } from "../ui/outcome.tsx";
import { Panel } from "../ui/panel.tsx";
import { tellFault } from "../ui/tell.ts";
import { Moment } from "../ui/ticking.tsx";

export function SessionsPanel() {
  const t = useT();
  const read = useQuery(reading(listSessions, {}));
  const revoke = useChange(revokeSession, [listSessions.path]);
  const end = async (id: string) => {
    try {
      await revoke.mutateAsync({ params: { id } });
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };
  return (
    <Panel title={t("sessions.title")} isFlush>
      <Shown read={read}>
        {(sessions) => (
          <ul className="cb-rows">
            {sessions.map((session) => (
              <li key={session.id}>
                <Group justify="space-between" wrap="nowrap">
                  <div style={{ minWidth: 0 }}>
                    <div className="cb-truncate">{session.userAgent}</div>
                    <span className="cb-dim">
                      {session.ip} · {t("sessions.seen")} <Moment instant={session.lastSeenAt} />
                    </span>
                  </div>
                  {session.isCurrent ? (
                    <span className="cb-dim">{t("sessions.this")}</span>
                  ) : (
                    <Button variant="default" color="red" style={{ flex: "none" }} onClick={() => void end(session.id)}>
                      {t("sessions.end")}
                    </Button>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Panel>
  );
}
