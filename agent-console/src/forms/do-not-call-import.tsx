/** Numbers from a file or pasted: what is wrong is said line by line before anything changes. */

import { importDoNotCall, listDoNotCall } from "#protocol/api/do-not-call.ts";
import { Button, FileButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useState } from "react";
import type { z } from "zod";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { tellDone, tellFault } from "../ui/tell.ts";

type Answer = z.output<typeof importDoNotCall.reply>;

const CHARACTERS_MAX = 200_000;

export function DoNotCallImport({ onDone }: { readonly onDone: () => void }) {
  const t = useT();
  const format = useFormat();
  const [csv, setCsv] = useState("");
  const [refused, setRefused] = useState<Answer>();
  const send = useChange(importDoNotCall, [listDoNotCall.path]);
  const change = (text: string) => {
    setCsv(text);
    setRefused(undefined);
  };
  const run = async (skipsProblems: boolean) => {
    try {
      const answer = await send.mutateAsync({ body: { csv, skipsProblems } });
      if (!answer.isDone) return setRefused(answer);
      tellDone(t("doNotCall.imported", { added: format.count(answer.added), changed: format.count(answer.changed) }));
      onDone();
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };
  const isTooLong = csv.length > CHARACTERS_MAX;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run(false);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t("doNotCall.importRule")}</Text>
        <Group>
          <FileButton
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(file) => void (file === null ? undefined : file.text().then(change))}
          >
            {(given) => (
              <Button {...given} variant="default" leftSection={<IconFileText size={14} aria-hidden />}>
                {t("doNotCall.chooseFile")}
              </Button>
            )}
          </FileButton>
        </Group>
        <Textarea
          data-autofocus
          label={t("doNotCall.lines")}
          placeholder={t("doNotCall.linesExample")}
          autosize
          minRows={6}
          maxRows={16}
          value={csv}
          onChange={(event) => change(event.currentTarget.value)}
          error={isTooLong ? t("doNotCall.tooLong", { max: format.count(CHARACTERS_MAX) }) : undefined}
        />
        {refused === undefined ? null : <Problems answer={refused} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          {refused === undefined ? null : (
            <Button variant="default" loading={send.isPending} onClick={() => void run(true)}>
              {t("doNotCall.importSound")}
            </Button>
          )}
          <Button type="submit" loading={send.isPending} disabled={csv.trim() === "" || isTooLong}>
            {t("doNotCall.importVerb")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Problems({ answer: { problems, problemCount } }: { readonly answer: Answer }) {
  const t = useT();
  const format = useFormat();
  return (
    <div role="alert">
      <Text size="sm" fw={560} className="cb-state-text" data-look="fault">
        {t("doNotCall.problems", { count: format.count(problemCount) })}
      </Text>
      <ol className="cb-steps" style={{ maxHeight: "16rem", overflowY: "auto" }} tabIndex={0}>
        {problems.map(({ line, text, problem }) => (
          <li key={line}>
            {t("doNotCall.problemAt", { line: format.count(line), problem: t(`doNotCall.problem.${problem}`) })}{" "}
            <code className="cb-code" style={{ overflowWrap: "anywhere" }}>
              {text}
            </code>
          </li>
        ))}
      </ol>
    </div>
  );
}
