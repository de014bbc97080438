/** Editing a contact that others may edit, too: saves only what changed, and settles a stale save without losing a word. */

import { changeContact, readContact, type Contact } from "#protocol/api/crm.ts";
import { listPeople } from "#protocol/api/people.ts";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem } from "../api/api-problem.ts";
import { callRoute } from "../api/call-route.ts";
import { reading, useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { ConflictPanel, type Conflict } from "./conflict-panel.tsx";
import { ContactForm } from "./contact-form.tsx";
import { contactToChange, contactValues, type ContactValues } from "./contact-values.ts";
import { mergeEdits } from "./merge-edits.ts";

interface Props {
  readonly contact: Contact;
  readonly onDone: () => void;
}

interface Settling {
  readonly theirs: ContactValues;
  readonly mine: ContactValues;
  readonly fields: readonly string[];
}

const labels = {
  name: "contact.name",
  kind: "contact.kind",
  tier: "contact.tier",
  language: "contact.language",
  timeZone: "contact.timeZone",
  jobTitle: "contact.jobTitle",
  owner: "contact.owner",
  isDoNotCall: "contact.doNotCall",
  tags: "contact.tags",
  attributes: "attribute.title",
  points: "contact.points",
  addresses: "contact.addresses",
  accounts: "contact.accounts",
} as const;

export function ContactEditor({ contact, onDone }: Props) {
  const t = useT();
  const { data: people = [] } = useQuery(reading(listPeople, {}));
  const change = useChange(changeContact, ["/api/contacts", "/api/search"]);
  const [base, setBase] = useState({ version: contact.version, values: contactValues(contact) });
  const [start, setStart] = useState(base.values);
  const [settling, setSettling] = useState<Settling | undefined>(undefined);
  const [choices, setChoices] = useState<Readonly<Record<string, "mine" | "theirs">>>({});

  const save = async (values: ContactValues) => {
    const body = contactToChange(base.values, decided(values), base.version);
    try {
      await change.mutateAsync({ params: { id: contact.id }, body });
      onDone();
    } catch (error) {
      if (!isProblem(error, "stale")) throw error;
      await settle(values);
    }
  };

  /** Fetches what the other person saved; the form goes on from the merge. */
  const settle = async (mine: ContactValues) => {
    const latest = await callRoute(readContact, { params: { id: contact.id } });
    const theirs = contactValues(latest);
    const merged = mergeEdits(base.values, mine, theirs);
    setSettling({ theirs, mine, fields: merged.conflicts });
    setChoices({});
    setBase({ version: latest.version, values: theirs });
    setStart(merged.values);
  };

  const decided = (values: ContactValues): ContactValues => {
    if (settling === undefined) return values;
    const theirs = settling.fields.filter((field) => choices[field] === "theirs");
    return { ...values, ...Object.fromEntries(theirs.map((field) => [field, settling.theirs[field]])) };
  };

  const wordsOf = (field: string, value: unknown): string => {
    if (typeof value === "boolean") return value ? t("ui.yes") : t("ui.no");
    if (field !== "owner") return words(value);
    return value === ""
      ? t("contact.noOwner")
      : (people.find(({ id }) => id === value)?.name ?? t("contact.ownerGone"));
  };

  const conflicts: readonly Conflict[] =
    settling?.fields.map((field) => ({
      field,
      label: isLabelled(field) ? t(labels[field]) : field,
      mine: wordsOf(field, settling.mine[field]),
      theirs: wordsOf(field, settling.theirs[field]),
    })) ?? [];

  return (
    <>
      {settling === undefined ? null : (
        <ConflictPanel
          conflicts={conflicts}
          choices={choices}
          onChoose={(field, choice) => setChoices((before) => ({ ...before, [field]: choice }))}
        />
      )}
      <ContactForm
        key={base.version}
        start={start}
        verb={settling === undefined ? t("ui.save") : t("conflict.saveMerged")}
        onCancel={onDone}
        onSave={(_, values) => save(values)}
      />
    </>
  );
}

function isLabelled(field: string): field is keyof typeof labels {
  return field in labels;
}

/** A field's value as one line, whatever its shape. */
function words(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(words)
      .filter((text) => text !== "")
      .join("; ");
  if (typeof value === "object" && value !== null)
    return Object.values(value)
      .filter((part) => typeof part === "string" && part !== "")
      .join(" ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
