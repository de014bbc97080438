/** How much agents take at once, of each medium, where they have no profile of their own. */

import { capacityProfile, putCapacity, readCapacity, type CapacityProfile } from "#protocol/api/capacity.ts";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { problemWords } from "../../api/problem-words.ts";
import { reading, useChange } from "../../api/queries.ts";
import { CapacityFields } from "../../forms/capacity-fields.tsx";
import { capacityInput, type CapacityValues } from "../../forms/capacity-values.ts";
import { fieldErrors, serverFieldErrors } from "../../forms/field-errors.ts";
import { useT } from "../../i18n/use-t.ts";
import { Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { tellDone, tellFault } from "../../ui/tell.ts";

export function CapacityPage() {
  const t = useT();
  const read = useQuery(reading(readCapacity, {}));
  return (
    <div className="cb-page" style={{ maxWidth: "52rem" }}>
      <PageHead title={t("nav.capacity")} />
      <div className="cb-panel cb-panel-body">
        <Shown read={read}>{(profile) => <CapacityForm key={JSON.stringify(profile)} profile={profile} />}</Shown>
      </div>
    </div>
  );
}

function CapacityForm({ profile }: { readonly profile: CapacityProfile }) {
  const t = useT();
  const put = useChange(putCapacity, [readCapacity.path, "/api/agents"]);
  const form = useForm<CapacityValues>({
    initialValues: profile,
    validate: (values) => fieldErrors(capacityProfile, capacityInput(values)),
  });
  const save = form.onSubmit(async (values) => {
    try {
      await put.mutateAsync({ body: capacityInput(values) });
      tellDone(t("ui.saved"));
    } catch (error) {
      form.setErrors(serverFieldErrors(error));
      tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("capacity.rule")}
        </Text>
        <CapacityFields
          value={form.values}
          onChange={(value) => form.setValues(value)}
          errorOf={(field) => form.errors[field]}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={put.isPending} disabled={!form.isDirty()}>
            {t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
