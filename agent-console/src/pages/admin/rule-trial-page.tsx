/** The rules, tried on somebody who does not call: which hold, what they come to, and who would take him. */

import { listPeople, listSkills } from "#protocol/api/people.ts";
import { tryRoutingRules, type RuleTrialView } from "#protocol/api/rule-trial.ts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { reading, useChange } from "../../api/queries.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { DryRunAnswer } from "../../board/dry-run-answer.tsx";
import { requirementWords } from "../../forms/requirement-words.ts";
import { RuleTrialForm } from "../../forms/rule-trial-form.tsx";
import { isKnown } from "../../forms/rule/rule-attributes.ts";
import { useT } from "../../i18n/use-t.ts";
import { Empty, Failure } from "../../ui/outcome.tsx";
import { PageHead, Panel } from "../../ui/panel.tsx";
import { StateMark, type Look } from "../../ui/state-mark.tsx";

type Verdict = RuleTrialView["rules"][number]["verdict"];
const looks: Readonly<Record<Verdict, Look>> = { holds: "ready", fails: "off", notReached: "paused", off: "off" };

export function RuleTrialPage() {
  const t = useT();
  const me = useMe();
  const attempt = useChange(tryRoutingRules, []);
  return (
    <div className="cb-page">
      <PageHead title={t("nav.ruleTrial")}>
        {hasRole(me, "admin") ? (
          <Link to="/admin/rules" className="cb-link">
            {t("nav.rules")}
          </Link>
        ) : null}
      </PageHead>
      <div className="cb-stack">
        <Panel title={t("trial.caller")}>
          <RuleTrialForm isPending={attempt.isPending} onTry={(body) => attempt.mutate({ body })} />
        </Panel>
        {attempt.isIdle ? <Empty title={t("trial.empty")}>{t("trial.emptyMore")}</Empty> : null}
        {attempt.error === null ? null : <Failure error={attempt.error} />}
        {attempt.data === undefined || attempt.error !== null ? null : <Answer trial={attempt.data} />}
      </div>
    </div>
  );
}

function Answer({ trial }: { readonly trial: RuleTrialView }) {
  const t = useT();
  const { rules, values } = trial;
  return (
    <div className="cb-stack" aria-live="polite">
      <div className="cb-desk">
        <Panel title={t("trial.rules")} isFlush>
          {rules.length === 0 ? (
            <Empty title={t("rule.none")} />
          ) : (
            <ol className="cb-rows" aria-label={t("trial.rules")}>
              {rules.map(({ name, verdict }) => (
                <li key={name} style={{ display: "flex", gap: "0.6rem", flexWrap: "wrap" }}>
                  <span style={{ flex: 1, overflowWrap: "anywhere" }}>{name}</span>
                  <StateMark look={looks[verdict]}>{t(`verdict.${verdict}`)}</StateMark>
                </li>
              ))}
            </ol>
          )}
        </Panel>
        <Panel title={t("trial.outcome")}>
          <Outcome trial={trial} />
        </Panel>
      </div>
      <Panel title={t("trial.known")}>
        <dl className="cb-facts">
          {values.map(({ name, value }) => (
            <Value key={name} name={name} value={value} />
          ))}
        </dl>
      </Panel>
      <DryRunAnswer answer={trial.dryRun} />
    </div>
  );
}

function Outcome({ trial }: { readonly trial: RuleTrialView }) {
  const t = useT();
  const { queue, priority, tier, requirement, preferred, particular, agentPrompt } = trial;
  const { data: skills = [] } = useQuery(reading(listSkills, {}));
  const nameOf = (id: string) => skills.find((skill) => skill.id === id)?.name ?? id;
  const words = (all: RuleTrialView["requirement"]) => (all.length === 0 ? "–" : requirementWords(t, all, nameOf));
  return (
    <dl className="cb-facts">
      <dt>{t("call.queue")}</dt>
      <dd>{queue.name}</dd>
      <dt>{t("queue.priority")}</dt>
      <dd className="cb-figure">{priority}</dd>
      <dt>{t("rule.tier")}</dt>
      <dd>{tier ?? "–"}</dd>
      <dt>{t("rule.requirement")}</dt>
      <dd>{words(requirement)}</dd>
      <dt>{t("preferred.title")}</dt>
      <dd>{words(preferred)}</dd>
      <dt>{t("rule.particular")}</dt>
      <dd>
        {particular === undefined
          ? "–"
          : `${t(`ruleParticular.${particular.why}`)}: ${particular.agents.map(({ name }) => name).join(", ")}, ${Math.round((particular.until - trial.at) / 1_000)} s`}
      </dd>
      {agentPrompt === undefined ? null : (
        <>
          <dt>{t("queue.agentPrompt")}</dt>
          <dd>{agentPrompt}</dd>
        </>
      )}
    </dl>
  );
}

/** Under the name that a rule's form has for it, where it has one; people, whom rules know by their ids, by their names. */
function Value({ name, value }: { readonly name: string; readonly value: string }) {
  const t = useT();
  const { data: people = [] } = useQuery(reading(listPeople, {}));
  return (
    <>
      <dt>{isKnown(name) ? t(`ruleAttribute.${name}`) : name}</dt>
      <dd>{people.find(({ id }) => id === value)?.name ?? value}</dd>
    </>
  );
}
