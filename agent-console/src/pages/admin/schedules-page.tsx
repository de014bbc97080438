/** Opening hours: a week, and the days on which it is otherwise. */

import { deleteSchedule, listSchedules, type ScheduleView } from "#protocol/api/admin.ts";
import { Button, Drawer, Group } from "@mantine/core";
import { IconEdit, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading, useChange } from "../../api/queries.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { ScheduleForm } from "../../forms/schedule-form.tsx";
import { minuteText } from "../../forms/minutes.ts";
import { useFormat } from "../../i18n/format.ts";
import { useT } from "../../i18n/use-t.ts";
import { confirm } from "../../ui/confirm.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead, Panel } from "../../ui/panel.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

type Open = { readonly kind: "creating" } | { readonly kind: "editing"; readonly schedule: ScheduleView } | undefined;

export function SchedulesPage() {
  const t = useT();
  const isAdmin = hasRole(useMe(), "admin");
  const [open, setOpen] = useState<Open>(undefined);
  const read = useQuery(reading(listSchedules, {}));
  return (
    <div className="cb-page">
      <PageHead title={t("nav.schedules")}>
        {isAdmin ? (
          <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen({ kind: "creating" })}>
            {t("schedule.create")}
          </Button>
        ) : null}
      </PageHead>
      <Shown read={read}>
        {(schedules) =>
          schedules.length === 0 ? (
            <Empty title={t("schedule.none")} />
          ) : (
            <div className="cb-stack" style={{ gridTemplateColumns: "repeat(auto-fill, minmax(20rem, 1fr))" }}>
              {schedules.map((schedule) => (
                <ScheduleCard
                  key={schedule.id}
                  schedule={schedule}
                  isAdmin={isAdmin}
                  onEdit={() => setOpen({ kind: "editing", schedule })}
                />
              ))}
            </div>
          )
        }
      </Shown>
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open?.kind === "editing" ? t("schedule.edit") : t("schedule.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        {open === undefined ? null : (
          <ScheduleForm
            schedule={open.kind === "editing" ? open.schedule : undefined}
            onDone={() => setOpen(undefined)}
          />
        )}
      </Drawer>
    </div>
  );
}

interface CardProps {
  readonly schedule: ScheduleView;
  readonly isAdmin: boolean;
  readonly onEdit: () => void;
}

const week = [1, 2, 3, 4, 5, 6, 7];

function ScheduleCard({ schedule, isAdmin, onEdit }: CardProps) {
  const t = useT();
  const format = useFormat();
  const attempt = useAttempt();
  const remove = useChange(deleteSchedule, [listSchedules.path]);
  const hours = (each: readonly { readonly opens: number; readonly closes: number }[]) =>
    each.length === 0
      ? t("schedule.closed")
      : each.map(({ opens, closes }) => `${minuteText(opens)}–${minuteText(closes)}`).join(", ");
  return (
    <Panel title={schedule.name} actions={<span className="cb-dim">{schedule.timeZone}</span>}>
      <dl className="cb-facts">
        {week.map((weekday) => (
          <Pair
            key={weekday}
            word={format.weekday(weekday)}
            value={hours(schedule.weekly.filter((each) => each.weekday === weekday))}
          />
        ))}
        {schedule.exceptions.map((exception) => (
          <Pair key={exception.date} word={`${exception.date} ${exception.name}`} value={hours(exception.hours)} />
        ))}
      </dl>
      {isAdmin ? (
        <Group mt="sm" gap="xs">
          <Button variant="default" leftSection={<IconEdit size={14} aria-hidden />} onClick={onEdit}>
            {t("ui.edit")}
          </Button>
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() =>
              confirm(t, t("schedule.remove", { name: schedule.name }), t("ui.forGood"), t("ui.delete"), () => {
                void attempt(() => remove.mutateAsync({ params: { id: schedule.id } }));
              })
            }
          >
            {t("ui.delete")}
          </Button>
        </Group>
      ) : null}
    </Panel>
  );
}

function Pair({ word, value }: { readonly word: string; readonly value: string }) {
  return (
    <>
      <dt>{word}</dt>
      <dd className="cb-figure">{value}</dd>
    </>
  );
}
