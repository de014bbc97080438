/** Who is served first: the order among those who wait, and what tiers are worth in waiting. */

import {
  putRoutingSettings,
  readRoutingSettings,
  routingSettings,
  type RoutingSettings,
} from "#protocol/api/routing-set-up.ts";
import { Button, Fieldset, Group, NumberInput, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { problemWords } from "../../api/problem-words.ts";
import { reading, useChange } from "../../api/queries.ts";
import { fieldErrors, serverFieldErrors } from "../../forms/field-errors.ts";
import { milliseconds, seconds, type Amount } from "../../forms/seconds.ts";
import { useT } from "../../i18n/use-t.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { tellDone, tellFault } from "../../ui/tell.ts";

const TIERS_MAX = 20;

interface Values {
  readonly tiers: readonly { readonly name: string; readonly weight: Amount }[];
  readonly serviceOrder: RoutingSettings["serviceOrder"];
  readonly weightedWaitMaxS: Amount;
}

const inputOf = (values: Values, version: number): RoutingSettings => {
  const weightedWaitMaxMs = milliseconds(values.weightedWaitMaxS);
  return {
    version,
    tiers: values.tiers.map(({ name, weight }) => ({ name, weight: weight === "" ? 0 : weight })),
    serviceOrder: values.serviceOrder,
    ...(weightedWaitMaxMs === undefined ? {} : { weightedWaitMaxMs }),
  };
};
const shown = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).map(([path, words]) => [path === "weightedWaitMaxMs" ? "weightedWaitMaxS" : path, words]),
  );

export function ServiceOrderPage() {
  const t = useT();
  const read = useQuery(reading(readRoutingSettings, {}));
  return (
    <div className="cb-page" style={{ maxWidth: "52rem" }}>
      <PageHead title={t("nav.serviceOrder")} />
      <div className="cb-panel cb-panel-body">
        <Shown read={read}>{(settings) => <OrderForm key={settings.version} settings={settings} />}</Shown>
      </div>
    </div>
  );
}

function OrderForm({ settings }: { readonly settings: RoutingSettings }) {
  const t = useT();
  const put = useChange(putRoutingSettings, [readRoutingSettings.path]);
  const form = useForm<Values>({
    initialValues: {
      tiers: settings.tiers,
      serviceOrder: settings.serviceOrder,
      weightedWaitMaxS: seconds(settings.weightedWaitMaxMs),
    },
    validate: (values) => shown(fieldErrors(routingSettings, inputOf(values, settings.version))),
  });
  const save = form.onSubmit(async (values) => {
    try {
      await put.mutateAsync({ body: inputOf(values, settings.version) });
      tellDone(t("ui.saved"));
    } catch (error) {
      form.setErrors(shown(serverFieldErrors(error)));
      tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <Radio.Group
          label={t("order.title")}
          description={t("order.rule")}
          value={form.values.serviceOrder}
          onChange={(value) => form.setFieldValue("serviceOrder", value === "urgency" ? "urgency" : "oldest")}
        >
          <Stack gap="xs" mt="xs">
            {(["oldest", "urgency"] as const).map((value) => (
              <Radio key={value} value={value} label={t(`order.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Fieldset legend={t("tiers.title")} p="sm">
          <Text size="sm" c="dimmed" mb="xs">
            {t("tiers.rule")}
          </Text>
          {form.values.tiers.map((_, index) => (
            <Group key={index} gap="xs" mb="xs" align="flex-start">
              <TextInput
                style={{ flex: 1 }}
                aria-label={t("tiers.nameOf", { place: index + 1 })}
                maxLength={40}
                {...form.getInputProps(`tiers.${index}.name`)}
              />
              <NumberInput
                w={110}
                aria-label={t("tiers.weightOf", { place: index + 1 })}
                min={0.1}
                max={10}
                step={0.5}
                prefix="× "
                {...form.getInputProps(`tiers.${index}.weight`)}
              />
              <IconButton
                label={t("tiers.remove", { place: index + 1 })}
                icon={IconTrash}
                onClick={() => form.removeListItem("tiers", index)}
              />
            </Group>
          ))}
          {form.errors["tiers"] === undefined ? null : (
            <Text size="sm" c="red" role="alert" mb="xs">
              {form.errors["tiers"]}
            </Text>
          )}
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={form.values.tiers.length >= TIERS_MAX}
            onClick={() => form.insertListItem("tiers", { name: "", weight: 2 })}
          >
            {t("tiers.add")}
          </Button>
        </Fieldset>
        <NumberInput
          label={t("order.weightedMax")}
          description={t("order.weightedMaxRule")}
          min={1}
          suffix=" s"
          hideControls
          maw={280}
          {...form.getInputProps("weightedWaitMaxS")}
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
