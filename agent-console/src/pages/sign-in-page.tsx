/** Signing in, in the reader's language, with words for every way in which it can fail. */

import { setPreferences, signIn } from "#protocol/api/session.ts";
import { Alert, Button, Paper, PasswordInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { hasStatus } from "../api/api-problem.ts";
import { callRoute } from "../api/call-route.ts";
import { problemWords } from "../api/problem-words.ts";
import { queryClient } from "../api/queries.ts";
import { meQuery } from "../api/session.ts";
import { isLanguage, languageNames, languages, showLanguage, shownLanguage } from "../i18n/language.ts";
import { useT } from "../i18n/use-t.ts";

export function SignInPage() {
  const t = useT();
  const navigate = useNavigate();
  const { to, why } = useSearch({ from: "/sign-in" });
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>(undefined);
  // Chosen here by hand, a language goes with the person; otherwise her own comes from the server.
  const [chosen, setChosen] = useState(false);

  const enter = async () => {
    setIsBusy(true);
    setFault(undefined);
    try {
      const me = await callRoute(signIn, { body: { login, password } });
      const locale = shownLanguage();
      const settled = chosen && me.locale !== locale ? await callRoute(setPreferences, { body: { locale } }) : me;
      queryClient.setQueryData(meQuery.queryKey, settled);
      await navigate({ to: to ?? "/" });
    } catch (error) {
      setFault(hasStatus(error, 401) ? t("problem.wrongCredentials") : problemWords(t, error));
      setIsBusy(false);
    }
  };

  return (
    <main className="cb-sign-in">
      <Paper withBorder p="xl" w="100%" maw={380} radius={8}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void enter();
          }}
        >
          <Stack gap="sm">
            <div style={{ display: "flex", alignItems: "center", gap: 10 }}>
              <img src="/icon.svg" width={34} height={34} alt="" />
              <h1 style={{ margin: 0, fontSize: "1.45rem", letterSpacing: "-0.015em" }}>Cordboard</h1>
            </div>
            <Text size="sm" c="dimmed">
              {t("signIn.lead")}
            </Text>
            {why === undefined ? null : (
              <Alert color="gray" variant="outline">
                {t(`signIn.${why}`)}
              </Alert>
            )}
            {fault === undefined ? null : (
              <div
                className="cb-state"
                data-look="fault"
                role="alert"
                style={{ whiteSpace: "normal", padding: "0.4rem 0.6rem" }}
              >
                <IconAlertTriangle size={16} aria-hidden style={{ flex: "none" }} />
                {fault}
              </div>
            )}
            <TextInput
              size="sm"
              label={t("signIn.login")}
              autoComplete="username"
              autoFocus
              required
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
            />
            <PasswordInput
              size="sm"
              label={t("signIn.password")}
              autoComplete="current-password"
              required
              value={password}
              visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="sm" loading={isBusy}>
              {t("signIn.enter")}
            </Button>
            <SegmentedControl
              aria-label={t("signIn.language")}
              value={shownLanguage()}
              data={languages.map((value) => ({ value, label: languageNames[value] }))}
              onChange={(value) => {
                setChosen(true);
                if (isLanguage(value)) void showLanguage(value);
              }}
            />
          </Stack>
        </form>
      </Paper>
    </main>
  );
}
