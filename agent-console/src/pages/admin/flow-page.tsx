/** One flow: its text with the checker's findings as one types, its versions, publishing and rolling back. */

import {
  checkFlow,
  listFlows,
  listFlowVersions,
  publishFlow,
  readFlow,
  rollBackFlow,
  type flowProblem,
} from "#protocol/api/flow-files.ts";
import { Button, FileButton, Group, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { z } from "zod";
import { callRoute } from "../../api/call-route.ts";
import { reading, useChange } from "../../api/queries.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { useFormat } from "../../i18n/format.ts";
import { useT } from "../../i18n/use-t.ts";
import { codeWord } from "../../ui/code-words.ts";
import { confirm } from "../../ui/confirm.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead, Panel } from "../../ui/panel.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
import { newFlowName } from "./flows-page.tsx";

const CHECK_AFTER_MS = 400;
const blankFlow = {
  formatVersion: 1,
  id: "new-flow",
  name: "New flow",
  type: "voice",
  entry: "answer",
  languages: ["en"],
  nodes: {},
};

export function FlowPage() {
  const { name } = useParams({ from: "/signedIn/admin/flows/$name" });
  const isNew = name === newFlowName;
  const read = useQuery({ ...reading(readFlow, { params: { name } }), enabled: !isNew });
  return (
    <div className="cb-page">
      {isNew ? (
        <FlowEditor name={undefined} published={JSON.stringify(blankFlow, undefined, 2)} />
      ) : (
        <Shown read={read}>{(flow) => <FlowEditor key={flow.version} name={name} published={flow.text} />}</Shown>
      )}
    </div>
  );
}

interface EditorProps {
  readonly name: string | undefined;
  readonly published: string;
}

function FlowEditor({ name, published }: EditorProps) {
  const t = useT();
  const attempt = useAttempt();
  const navigate = useNavigate();
  const isAdmin = hasRole(useMe(), "admin");
  const [text, setText] = useState(published);
  const [note, setNote] = useState("");
  const [settled] = useDebouncedValue(text, CHECK_AFTER_MS);
  const check = useQuery({
    queryKey: [checkFlow.path, settled],
    queryFn: ({ signal }) => callRoute(checkFlow, { body: { text: settled } }, signal),
    placeholderData: (before) => before,
  });
  const publish = useChange(publishFlow, [listFlows.path]);
  const isChanged = text !== published || name === undefined;
  const hasErrors = check.data?.some(({ severity }) => severity === "error") ?? true;
  const go = () =>
    attempt(async () => {
      const made = await publish.mutateAsync({ body: { text, ...(note.trim() === "" ? {} : { note: note.trim() }) } });
      if (made.name !== name) await navigate({ to: "/admin/flows/$name", params: { name: made.name } });
    }, t("flow.publishedNow"));
  return (
    <>
      <PageHead title={name ?? t("flow.create")}>
        <Button
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => download(`${name ?? "flow"}.flow.json`, text)}
        >
          {t("flow.download")}
        </Button>
        {isAdmin ? (
          <FileButton accept="application/json,.json" onChange={(file) => void file?.text().then(setText)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={14} aria-hidden />}>
                {t("flow.upload")}
              </Button>
            )}
          </FileButton>
        ) : null}
      </PageHead>
      <div className="cb-desk">
        <Panel title={t("flow.text")}>
          <Textarea
            aria-label={t("flow.text")}
            autosize
            minRows={18}
            maxRows={34}
            spellCheck={false}
            readOnly={!isAdmin}
            classNames={{ input: "cb-code" }}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {isAdmin ? (
            <Group mt="sm" align="flex-end" gap="xs">
              <TextInput
                style={{ flex: 1 }}
                label={t("flow.note")}
                placeholder={t("flow.noteExample")}
                maxLength={200}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              <Button disabled={!isChanged || hasErrors} loading={publish.isPending} onClick={() => void go()}>
                {t("flow.publish")}
              </Button>
            </Group>
          ) : null}
        </Panel>
        <div className="cb-stack">
          <Panel title={t("flow.problems")} isFlush>
            <Shown read={check}>{(problems) => <Problems problems={problems} />}</Shown>
          </Panel>
          {name === undefined ? null : <Versions name={name} isAdmin={isAdmin} />}
        </div>
      </div>
    </>
  );
}

function Problems({ problems }: { readonly problems: readonly z.infer<typeof flowProblem>[] }) {
  const t = useT();
  if (problems.length === 0) return <Empty title={t("flow.sound")} />;
  return (
    <ul className="cb-rows" aria-live="polite">
      {problems.map((problem, index) => (
        // The same finding may stand twice; its place in the list is all the identity that it has.
        <li key={index}>
          <StateMark look={problem.severity === "error" ? "fault" : "paused"}>
            {t(`flow.${problem.severity}`)}
          </StateMark>{" "}
          {problem.node === undefined ? null : <span className="cb-code">{problem.node}</span>}
          <div>{codeWord(t, "flowProblem", problem.code)}</div>
          {problem.detail === "" ? null : (
            <div className="cb-dim" lang="en" style={{ overflowWrap: "anywhere" }}>
              {problem.detail}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Versions({ name, isAdmin }: { readonly name: string; readonly isAdmin: boolean }) {
  const t = useT();
  const format = useFormat();
  const attempt = useAttempt();
  const read = useQuery(reading(listFlowVersions, { params: { name } }));
  const { data: live } = useQuery({ ...reading(readFlow, { params: { name } }), select: ({ version }) => version });
  const rollBack = useChange(rollBackFlow, [listFlows.path]);
  return (
    <Panel title={t("flow.versions")} isFlush>
      <Shown read={read}>
        {(versions) => (
          <ul className="cb-rows">
            {versions.map(({ version, publishedAt, author, note }) => (
              <li key={version} style={{ display: "flex", gap: "0.6rem", alignItems: "center", flexWrap: "wrap" }}>
                <strong>{t("flow.version", { version })}</strong>
                <span className="cb-dim">
                  {[format.dayTime(publishedAt), author, note].filter((part) => part !== undefined).join(" · ")}
                </span>
                <span style={{ marginLeft: "auto" }}>
                  {version === live ? (
                    <StateMark look="ready">{t("flow.isLive")}</StateMark>
                  ) : isAdmin ? (
                    <Button
                      variant="default"
                      onClick={() =>
                        confirm(
                          t,
                          t("flow.rollBackTitle", { version }),
                          t("flow.rollBackBody"),
                          t("flow.rollBack"),
                          () => {
                            void attempt(
                              () => rollBack.mutateAsync({ params: { name }, body: { version } }),
                              t("ui.saved"),
                            );
                          },
                        )
                      }
                    >
                      {t("flow.rollBack")}
                    </Button>
                  ) : null}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Panel>
  );
}

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
