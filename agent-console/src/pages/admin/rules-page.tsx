/** Rules over callers, in the order in which they are looked at. */

import { listQueues, listSchedules } from "#protocol/api/admin.ts";
import { listAgents, listSkills } from "#protocol/api/people.ts";
import {
  putRoutingRules,
  readRoutingRules,
  readRoutingSettings,
  type RuleList,
  type RuleView,
} from "#protocol/api/routing-set-up.ts";
import { Button, Drawer, Group } from "@mantine/core";
import { IconEdit, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading, useChange } from "../../api/queries.ts";
import { RuleForm } from "../../forms/rule-form.tsx";
import type { RuleChoices } from "../../forms/rule/outcome-fields.tsx";
import { outcomeWords, whenWords, type RuleNames } from "../../forms/rule/rule-words.ts";
import { useT } from "../../i18n/use-t.ts";
import { confirm } from "../../ui/confirm.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { MoveButtons } from "../../ui/move-buttons.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead, Panel } from "../../ui/panel.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

/** The place of the rule that is edited; the list's length for a new one. */
type Open = number | undefined;

export function RulesPage() {
  const t = useT();
  const attempt = useAttempt();
  const [open, setOpen] = useState<Open>(undefined);
  const read = useQuery(reading(readRoutingRules, {}));
  const put = useChange(putRoutingRules, [readRoutingRules.path]);
  const choices = useRuleChoices();
  const save = (list: RuleList, rules: readonly RuleView[]) =>
    put.mutateAsync({ body: { version: list.version, rules: [...rules] } });
  return (
    <div className="cb-page" style={{ maxWidth: "60rem" }}>
      <PageHead title={t("nav.rules")}>
        <Button
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={read.data === undefined}
          onClick={() => setOpen(read.data?.rules.length)}
        >
          {t("rule.create")}
        </Button>
      </PageHead>
      <p className="cb-dim">{t("rule.explained")}</p>
      <Shown read={read}>
        {(list) => (
          <>
            {list.rules.length === 0 ? <Empty title={t("rule.none")} /> : null}
            <ol className="cb-stack" style={{ listStyle: "none", padding: 0 }}>
              {list.rules.map((rule, index) => (
                <li key={rule.name}>
                  <RuleCard
                    rule={rule}
                    names={namesIn(choices)}
                    onEdit={() => setOpen(index)}
                    onRemove={() =>
                      confirm(t, t("rule.remove", { name: rule.name }), t("ui.forGood"), t("ui.delete"), () => {
                        void attempt(() => save(list, list.rules.toSpliced(index, 1)));
                      })
                    }
                  >
                    <MoveButtons
                      name={rule.name}
                      list={list.rules}
                      index={index}
                      onChange={(rules) => void attempt(() => save(list, rules))}
                    />
                  </RuleCard>
                </li>
              ))}
            </ol>
            <Drawer
              opened={open !== undefined}
              onClose={() => setOpen(undefined)}
              title={open === list.rules.length ? t("rule.create") : t("rule.edit")}
              closeButtonProps={{ "aria-label": t("ui.close") }}
            >
              {open === undefined ? null : (
                <RuleForm
                  rule={list.rules[open]}
                  choices={choices}
                  onSave={async (rule) => void (await save(list, list.rules.toSpliced(open, 1, rule)))}
                  onDone={() => setOpen(undefined)}
                />
              )}
            </Drawer>
          </>
        )}
      </Shown>
    </div>
  );
}

function useRuleChoices(): RuleChoices {
  const { data: skills = [] } = useQuery(reading(listSkills, {}));
  const { data: queues = [] } = useQuery(reading(listQueues, {}));
  const { data: agents = [] } = useQuery(reading(listAgents, {}));
  const { data: schedules = [] } = useQuery(reading(listSchedules, {}));
  const { data: settings } = useQuery(reading(readRoutingSettings, {}));
  return { skills, queues, agents, tiers: settings?.tiers ?? [], schedules: schedules.map(({ name }) => name) };
}

function namesIn({ queues, skills, agents }: RuleChoices): RuleNames {
  const named = (list: readonly { readonly id: string; readonly name: string }[]) => (id: string) =>
    list.find((each) => each.id === id)?.name ?? id;
  return { queue: named(queues), skill: named(skills), agent: named(agents) };
}

interface CardProps {
  readonly rule: RuleView;
  readonly names: RuleNames;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  /** The buttons that move it. */
  readonly children: React.ReactNode;
}

function RuleCard({ rule, names, onEdit, onRemove, children }: CardProps) {
  const t = useT();
  return (
    <Panel
      title={rule.name}
      actions={
        <Group gap={4} wrap="nowrap">
          {children}
          <IconButton label={t("rule.editNamed", { name: rule.name })} icon={IconEdit} onClick={onEdit} />
          <IconButton label={t("rule.remove", { name: rule.name })} icon={IconTrash} onClick={onRemove} />
        </Group>
      }
    >
      <dl className="cb-facts">
        <dt>{t("rule.when")}</dt>
        <dd>{whenWords(t, rule)}</dd>
        <dt>{t("rule.outcome")}</dt>
        <dd>
          {outcomeWords(t, rule, names).map((words) => (
            <div key={words}>{words}</div>
          ))}
          <div className="cb-dim">{t(rule.continues ? "rule.thenOn" : "rule.thenStop")}</div>
        </dd>
      </dl>
      {rule.isActive ? null : <StateMark look="off">{t("rule.off")}</StateMark>}
    </Panel>
  );
}
