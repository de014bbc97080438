/** Somebody who might come: his queue, and what his flow, a rule or his tier would ask for besides. */

import { readRoutingSettings } from "#protocol/api/routing-set-up.ts";
import { listQueues } from "#protocol/api/admin.ts";
import type { NewcomerInput } from "#protocol/api/dry-run.ts";
import { listAgents, listSkills } from "#protocol/api/people.ts";
import { Button, Group, NativeSelect, NumberInput, Stack } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading } from "../api/queries.ts";
import { RequirementField, type Requirement } from "../forms/requirement-field.tsx";
import { useT } from "../i18n/use-t.ts";
import { Empty, Shown } from "../ui/outcome.tsx";

interface Props {
  readonly queue: string | undefined;
  readonly isPending: boolean;
  readonly onAsk: (newcomer: NewcomerInput) => void;
}

const PRIORITY_MAX = 100;

export function DryRunForm(props: Props) {
  const t = useT();
  const read = useQuery(reading(listQueues, {}));
  return (
    <Shown read={read}>
      {(queues) => (queues.length === 0 ? <Empty title={t("queues.none")} /> : <Fields {...props} queues={queues} />)}
    </Shown>
  );
}

function Fields({
  queue: queueAtFirst,
  queues,
  isPending,
  onAsk,
}: Props & { readonly queues: readonly { readonly id: string; readonly name: string }[] }) {
  const t = useT();
  const { data: skills = [] } = useQuery(reading(listSkills, {}));
  const { data: agents = [] } = useQuery(reading(listAgents, {}));
  const { data: settings } = useQuery(reading(readRoutingSettings, {}));
  const [queue, setQueue] = useState(queueAtFirst ?? queues[0]?.id ?? "");
  const [requirement, setRequirement] = useState<Requirement>([]);
  const [priority, setPriority] = useState(0);
  const [tier, setTier] = useState("");
  const [particular, setParticular] = useState("");
  const tiers = settings?.tiers ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({
          queue,
          requirement: [...requirement],
          priority,
          ...(tier === "" ? {} : { tier }),
          particular: particular === "" ? [] : [particular],
        });
      }}
    >
      <Stack gap="md">
        <div className="cb-form-grid" style={{ alignItems: "end" }}>
          <NativeSelect
            label={t("call.queue")}
            value={queue}
            data={queues.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => setQueue(event.currentTarget.value)}
          />
          <NumberInput
            label={t("dryRun.priority")}
            value={priority}
            min={-PRIORITY_MAX}
            max={PRIORITY_MAX}
            allowDecimal={false}
            onChange={(value) => setPriority(Number(value))}
          />
          <NativeSelect
            label={t("contact.tier")}
            value={tier}
            data={[{ value: "", label: t("dryRun.noTier") }, ...tiers.map(({ name }) => name)]}
            onChange={(event) => setTier(event.currentTarget.value)}
          />
          <NativeSelect
            label={t("dryRun.particular")}
            value={particular}
            data={[
              { value: "", label: t("dryRun.everybody") },
              ...agents.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => setParticular(event.currentTarget.value)}
          />
        </div>
        <div role="group" aria-label={t("dryRun.needs")}>
          <RequirementField value={requirement} skills={skills} onChange={setRequirement} />
        </div>
        <Group justify="flex-end">
          <Button type="submit" leftSection={<IconRoute size={14} aria-hidden />} loading={isPending}>
            {t("dryRun.ask")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
