/** Changing one's own password, which ends the other sessions. */

import { changePassword, listSessions } from "#protocol/api/session.ts";
import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { Panel } from "../ui/panel.tsx";
import { tellDone, tellFault } from "../ui/tell.ts";

const LENGTH_MIN = 10;

export function PasswordPanel() {
  const t = useT();
  const change = useChange(changePassword, [listSessions.path]);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const toggle = { "aria-label": t("signIn.showPassword") };
  const save = async () => {
    try {
      await change.mutateAsync({ body: { current, next } });
      setCurrent("");
      setNext("");
      tellDone(t("password.changed"));
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };
  return (
    <Panel title={t("password.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label={t("password.current")}
            autoComplete="current-password"
            visibilityToggleButtonProps={toggle}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("password.next")}
            description={t("password.rule", { length: LENGTH_MIN })}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <Group>
            <Button
              type="submit"
              variant="default"
              loading={change.isPending}
              disabled={current === "" || next.length < LENGTH_MIN}
            >
              {t("password.change")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
