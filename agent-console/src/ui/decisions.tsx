/** Why each agent was rung, in sentences: the rule, who was passed over, why this caller and not another. */

import type { CallRecord } from "#protocol/api/calls.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { codeWord } from "./code-words.ts";
import { becauseWords, orderSentence, reasonWords, wordOf } from "./decision-words.ts";
import { Empty } from "./outcome.tsx";
import { Panel } from "./panel.tsx";

export function Decisions({ call }: { readonly call: CallRecord }) {
  const t = useT();
  return (
    <Panel title={t("decision.title")} isFlush>
      {call.decisions.length === 0 ? (
        <Empty title={t("decision.none")} />
      ) : (
        <ul className="cb-rows">
          {call.decisions.map((decision) => (
            <li key={`${decision.at} ${decision.agent}`}>
              <DecisionText decision={decision} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function DecisionText({ decision }: { readonly decision: CallRecord["decisions"][number] }) {
  const t = useT();
  const format = useFormat();
  const { at, agent, rule, order, eligible, relaxedTo, outcome, passedOver } = decision;
  return (
    <>
      <span className="cb-figure cb-dim">{format.time(at)}</span> <strong>{agent}</strong>{" "}
      {outcome === undefined ? null : `· ${codeWord(t, "outcome", outcome)}`}
      <p className="cb-sentences">
        {becauseWords(t, rule, eligible)} {order === undefined ? null : orderSentence(t, order)}{" "}
        {relaxedTo === undefined ? null : t("decision.step", { name: relaxedTo })}
      </p>
      {passedOver.length === 0 ? null : (
        <>
          <div className="cb-dim">{t("decision.passedOver")}</div>
          <ul className="cb-steps">
            {passedOver.map(({ agent: other, reason }) => (
              <li key={other}>
                {other} — {wordOf(t, reasonWords, reason)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
