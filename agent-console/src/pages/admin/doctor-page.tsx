/** What is wrong with the switch, and how to mend it. */

import { doctorCheck, runDoctor } from "#protocol/api/admin.ts";
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { reading } from "../../api/queries.ts";
import { useT } from "../../i18n/use-t.ts";
import { codeWord } from "../../ui/code-words.ts";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { StateMark, type Look } from "../../ui/state-mark.tsx";

const looks: Readonly<Record<z.infer<typeof doctorCheck>["verdict"], Look>> = {
  ok: "ready",
  warning: "paused",
  fault: "fault",
};

export function DoctorPage() {
  const t = useT();
  const read = useQuery({ ...reading(runDoctor, {}), staleTime: 0 });
  return (
    <div className="cb-page">
      <PageHead title={t("nav.doctor")}>
        <Button
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={read.isFetching}
          onClick={() => void read.refetch()}
        >
          {t("doctor.again")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Shown read={read}>
          {(checks) =>
            checks.length === 0 ? (
              <Empty title={t("doctor.nothing")} />
            ) : (
              <ul className="cb-rows">
                {checks.map(({ check, verdict, found, howToMend }) => (
                  <li key={check} style={{ display: "grid", gridTemplateColumns: "6.5rem 1fr", gap: "0.6rem" }}>
                    <span>
                      <StateMark look={looks[verdict]}>{t(`doctor.${verdict}`)}</StateMark>
                    </span>
                    <div style={{ overflowWrap: "anywhere" }}>
                      <strong>{codeWord(t, "check", check)}</strong> <span className="cb-dim cb-code">{check}</span>
                      {/* What the switch says, and commands to type: the same in every language. */}
                      <div lang="en">{found}</div>
                      {howToMend === undefined ? null : (
                        <div className="cb-dim" lang="en">
                          {howToMend}
                        </div>
                      )}
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
    </div>
  );
}
