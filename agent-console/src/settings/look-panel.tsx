/** Language, time zone, light or dark, and whether the keys are on. */

import { setPreferences } from "#protocol/api/session.ts";
import { SegmentedControl, Select, Stack, Switch, Text, useMantineColorScheme } from "@mantine/core";
import { callRoute } from "../api/call-route.ts";
import { problemWords } from "../api/problem-words.ts";
import { queryClient } from "../api/queries.ts";
import { meQuery, useMe } from "../api/session.ts";
import { isLanguage, languageNames, languages, showLanguage } from "../i18n/language.ts";
import { useT } from "../i18n/use-t.ts";
import { setKeys, useKeySetting } from "../keys/use-keys.ts";
import { Panel } from "../ui/panel.tsx";
import { tellFault } from "../ui/tell.ts";

export function LookPanel() {
  const t = useT();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isOn = useKeySetting((state) => state.isOn);
  const prefer = async (preferences: { locale?: "en" | "zh" | "es"; timeZone?: string }) => {
    try {
      const next = await callRoute(setPreferences, { body: preferences });
      queryClient.setQueryData(meQuery.queryKey, next);
      await showLanguage(next.locale);
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };
  return (
    <Panel title={t("user.look")}>
      <Stack gap="md">
        <div>
          <Text size="xs" fw={500} mb={4} id="language-choice">
            {t("signIn.language")}
          </Text>
          <SegmentedControl
            aria-labelledby="language-choice"
            value={me.locale}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            onChange={(value) => void (isLanguage(value) && prefer({ locale: value }))}
          />
        </div>
        <div>
          <Text size="xs" fw={500} mb={4} id="scheme-choice">
            {t("user.colours")}
          </Text>
          <SegmentedControl
            aria-labelledby="scheme-choice"
            value={colorScheme}
            data={[
              { value: "light", label: t("user.light") },
              { value: "dark", label: t("user.dark") },
              { value: "auto", label: t("user.system") },
            ]}
            onChange={(value) => setColorScheme(value === "light" || value === "dark" ? value : "auto")}
          />
        </div>
        <Select
          label={t("contact.timeZone")}
          searchable
          value={me.timeZone}
          data={[...new Set([me.timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])]}
          limit={40}
          onChange={(timeZone) => void (timeZone !== null && prefer({ timeZone }))}
        />
        <Switch checked={isOn} onChange={(event) => setKeys(event.currentTarget.checked)} label={t("keys.on")} />
      </Stack>
    </Panel>
  );
}
