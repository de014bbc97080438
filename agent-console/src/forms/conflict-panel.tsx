/** Two people edited the same fields: both versions side by side, one choice each. */

import { Radio, Stack, Text } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useT } from "../i18n/use-t.ts";

export interface Conflict {
  readonly field: string;
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

interface Props {
  readonly conflicts: readonly Conflict[];
  readonly choices: Readonly<Record<string, "mine" | "theirs">>;
  readonly onChoose: (field: string, choice: "mine" | "theirs") => void;
}

export function ConflictPanel({ conflicts, choices, onChoose }: Props) {
  const t = useT();
  return (
    <section className="cb-alert" data-look="paused" role="alert" style={{ display: "block" }}>
      <Text fw={620} className="cb-state-text">
        <IconGitMerge size={16} aria-hidden style={{ verticalAlign: "-2px", marginRight: 6 }} />
        {t("conflict.title")}
      </Text>
      <Text size="sm" mb="xs">
        {conflicts.length === 0 ? t("conflict.merged") : t("conflict.choose")}
      </Text>
      <Stack gap="sm">
        {conflicts.map(({ field, label, mine, theirs }) => (
          <Radio.Group
            key={field}
            label={label}
            value={choices[field] ?? "mine"}
            onChange={(value) => onChoose(field, value === "theirs" ? "theirs" : "mine")}
          >
            <Stack gap={4} mt={4}>
              <Radio size="xs" value="mine" label={t("conflict.mine", { value: mine === "" ? "–" : mine })} />
              <Radio size="xs" value="theirs" label={t("conflict.theirs", { value: theirs === "" ? "–" : theirs })} />
            </Stack>
          </Radio.Group>
        ))}
      </Stack>
    </section>
  );
}
