/** Booking a callback, and moving one: for when (in the reader's time zone), and whose promise it is. */

import { listQueues } from "#protocol/api/admin.ts";
import { bookCallback, changeCallback, listCallbacks, type CallbackView } from "#protocol/api/callbacks.ts";
import { listAgents } from "#protocol/api/people.ts";
import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { problemWords } from "../api/problem-words.ts";
import { reading, useChange } from "../api/queries.ts";
import { hasRole, useMe } from "../api/session.ts";
import { useT } from "../i18n/use-t.ts";
import { serverNow } from "../live/clock.ts";
import { tellDone, tellFault } from "../ui/tell.ts";
import { bookingInput, bookingProblems, refusedField, type Booking } from "./callback-booking.ts";
import { DueField } from "./due-field.tsx";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** `""`: anybody of the queue. An agent may only name herself; supervisors and admins anybody. */
function useWhoChoices(kept: Choice | undefined): readonly Choice[] {
  const t = useT();
  const me = useMe();
  const mayNameOthers = hasRole(me, "supervisor", "admin");
  const { data: agents = [] } = useQuery({ ...reading(listAgents, {}), enabled: mayNameOthers });
  const named = [
    ...(hasRole(me, "agent") ? [{ value: me.id, label: t("callbacks.byMe") }] : []),
    ...agents.flatMap(({ id, name, roles, isActive }) =>
      id !== me.id && isActive && roles.includes("agent") ? [{ value: id, label: name }] : [],
    ),
  ];
  // A colleague's promise that she booked stays his: she moves it in time.
  if (!mayNameOthers && kept !== undefined && kept.value !== me.id) return [kept];
  const isNew = kept !== undefined && !named.some(({ value }) => value === kept.value);
  return [{ value: "", label: t("callbacks.byAnybody") }, ...named, ...(isNew ? [kept] : [])];
}

export function CallbackBookForm({ onDone }: { readonly onDone: () => void }) {
  const t = useT();
  const { data: queues = [] } = useQuery(reading(listQueues, {}));
  const calling = queues.filter(({ callback }) => callback !== undefined);
  const who = useWhoChoices(undefined);
  const book = useChange(bookCallback, [listCallbacks.path]);
  const form = useForm<Booking>({
    initialValues: { queue: "", number: "", name: "", dueAt: undefined, agent: "", note: "" },
    validate: (values) => bookingProblems(t, values),
  });
  const save = form.onSubmit(async (values) => {
    try {
      const { isRepeated } = await book.mutateAsync({ body: bookingInput(values) });
      tellDone(isRepeated ? t("callbacks.repeated") : t("callbacks.booked"));
      onDone();
    } catch (error) {
      const refused = refusedField(t, error);
      form.setErrors({ ...serverFieldErrors(error), ...refused });
      if (Object.keys(refused).length === 0) tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <NativeSelect
          data-autofocus
          label={t("call.queue")}
          required
          description={calling.length === 0 ? t("callbacks.noQueue") : undefined}
          data={[{ value: "", label: "" }, ...calling.map(({ id, name }) => ({ value: id, label: name }))]}
          {...form.getInputProps("queue")}
        />
        <TextInput label={t("call.number")} type="tel" required maxLength={40} {...form.getInputProps("number")} />
        <TextInput label={t("callbacks.name")} maxLength={120} {...form.getInputProps("name")} />
        <DueField
          value={form.values.dueAt}
          onChange={(dueAt) => form.setFieldValue("dueAt", dueAt)}
          now={serverNow()}
          description={t("callbacks.dueRule")}
          error={form.errors["dueAt"]}
        />
        <NativeSelect
          label={t("callbacks.by")}
          description={t("callbacks.byRule")}
          data={[...who]}
          {...form.getInputProps("agent")}
        />
        <Textarea label={t("callback.note")} autosize minRows={3} maxLength={1_000} {...form.getInputProps("note")} />
        <Buttons verb={t("callbacks.book")} isBusy={book.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}

interface MoveProps {
  readonly callback: CallbackView;
  readonly onDone: () => void;
}

export function CallbackMoveForm({ callback, onDone }: MoveProps) {
  const t = useT();
  const { agent, agentName, dueAt } = callback;
  const who = useWhoChoices(agent === undefined ? undefined : { value: agent, label: agentName ?? agent });
  const change = useChange(changeCallback, [listCallbacks.path]);
  const input = (values: Moved) => ({
    dueAt: values.dueAt,
    ...(values.agent === "" ? {} : { agent: values.agent }),
  });
  const form = useForm<Moved>({
    initialValues: { dueAt: dueAt > serverNow() ? dueAt : undefined, agent: agent ?? "" },
    validate: (values) =>
      values.dueAt === undefined
        ? { dueAt: t("callbacks.dueMissing") }
        : fieldErrors(changeCallback.body, input(values)),
  });
  const save = form.onSubmit(async (values) => {
    if (values.dueAt === undefined) return;
    try {
      await change.mutateAsync({ params: { id: callback.id }, body: { ...input(values), dueAt: values.dueAt } });
      tellDone(t("callbacks.moved"));
      onDone();
    } catch (error) {
      const refused = refusedField(t, error);
      form.setErrors({ ...serverFieldErrors(error), ...refused });
      if (Object.keys(refused).length === 0) tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <DueField
          value={form.values.dueAt}
          onChange={(next) => form.setFieldValue("dueAt", next)}
          now={serverNow()}
          error={form.errors["dueAt"]}
        />
        <NativeSelect
          label={t("callbacks.by")}
          description={t("callbacks.byRule")}
          data={[...who]}
          {...form.getInputProps("agent")}
        />
        <Buttons verb={t("callbacks.move")} isBusy={change.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}

interface Moved {
  readonly dueAt: number | undefined;
  readonly agent: string;
}

interface ButtonsProps {
  readonly verb: string;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
}

function Buttons({ verb, isBusy, onCancel }: ButtonsProps) {
  const t = useT();
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        {t("ui.cancel")}
      </Button>
      <Button type="submit" loading={isBusy}>
        {verb}
      </Button>
    </Group>
  );
}
