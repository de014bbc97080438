/** How much is taken at once of each medium: the fields of a profile, the site's or one agent's. */

import type { CapacityProfile } from "#protocol/api/capacity.ts";
import { Checkbox, Fieldset, NumberInput, Stack, Switch, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useT } from "../i18n/use-t.ts";
import type { CapacityValues } from "./capacity-values.ts";
import { amountOf } from "./seconds.ts";

interface Props {
  readonly value: CapacityValues;
  readonly onChange: (value: CapacityValues) => void;
  /** By field of the profile. */
  readonly errorOf: (field: keyof CapacityProfile) => ReactNode;
}

export function CapacityFields({ value, onChange, errorOf }: Props) {
  const t = useT();
  const number = (field: "mail" | "chat" | "total" | "duringVoice" | "whileWrappingUp") => (
    <NumberInput
      label={t(`capacity.${field}`)}
      description={t(`capacity.${field}Rule`)}
      min={0}
      max={50}
      allowDecimal={false}
      value={value[field]}
      onChange={(next) => onChange({ ...value, [field]: amountOf(next) })}
      error={errorOf(field)}
    />
  );
  return (
    <Stack gap="md">
      <Switch
        label={t("capacity.voice")}
        description={t("capacity.voiceRule")}
        checked={value.voice === 1}
        onChange={(event) => onChange({ ...value, voice: event.currentTarget.checked ? 1 : 0 })}
      />
      <div className="cb-form-grid">
        {number("mail")}
        {number("chat")}
        {number("total")}
      </div>
      <Fieldset legend={t("capacity.besideCalls")} p="sm">
        <Checkbox.Group
          label={t("capacity.interruptible")}
          description={t("capacity.interruptibleRule")}
          value={[...value.interruptible]}
          onChange={(media) =>
            onChange({ ...value, interruptible: media.filter((each) => each === "mail" || each === "chat") })
          }
        >
          <Stack gap="md" mt="sm" mb="md">
            {(["mail", "chat"] as const).map((medium) => (
              <Checkbox key={medium} value={medium} label={t(`medium.${medium}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <div className="cb-form-grid">
          {number("duringVoice")}
          {number("whileWrappingUp")}
        </div>
      </Fieldset>
      {isIdle(value) ? (
        <Text size="sm" role="alert" className="cb-state-text" data-look="paused">
          {t("capacity.nothing")}
        </Text>
      ) : null}
    </Stack>
  );
}

/** Nothing would ever come. */
function isIdle({ voice, mail, chat, total }: CapacityValues): boolean {
  return total === 0 ? voice === 0 : voice === 0 && mail === 0 && chat === 0;
}
