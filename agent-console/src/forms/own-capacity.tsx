/** Whether an agent has a profile of capacity of her own, and which; it begins as the site's. */

import { readCapacity, type CapacityProfile } from "#protocol/api/capacity.ts";
import { Fieldset, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { reading } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { CapacityFields } from "./capacity-fields.tsx";
import type { CapacityValues } from "./capacity-values.ts";

interface Props {
  readonly value: CapacityValues | undefined;
  readonly onChange: (value: CapacityValues | undefined) => void;
  readonly errorOf: (field: keyof CapacityProfile) => ReactNode;
}

export function OwnCapacity({ value, onChange, errorOf }: Props) {
  const t = useT();
  const { data: site } = useQuery(reading(readCapacity, {}));
  return (
    <Fieldset legend={t("nav.capacity")} p="sm">
      <Switch
        label={t("capacity.own")}
        description={t("capacity.ownRule")}
        checked={value !== undefined}
        disabled={value === undefined && site === undefined}
        mb={value === undefined ? 0 : "md"}
        onChange={(event) => onChange(event.currentTarget.checked ? site : undefined)}
      />
      {value === undefined ? null : <CapacityFields value={value} onChange={onChange} errorOf={errorOf} />}
    </Fieldset>
  );
}
