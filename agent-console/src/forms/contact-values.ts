/** A contact as a form holds it (no absent fields, so that inputs stay controlled), and the ways to and from the wire. */

import type { contactChange, contactInput, Contact } from "#protocol/api/crm.ts";
import type { z } from "zod";
import { attributeRows, attributesOf, type AttributeValues } from "./attribute-values.ts";
import { changedFields } from "./merge-edits.ts";

export interface PointValues {
  readonly kind: Contact["points"][number]["kind"];
  readonly value: string;
  readonly label: string;
  readonly isPrimary: boolean;
}

export interface AddressValues {
  readonly kind: Contact["addresses"][number]["kind"];
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
}

export interface ContactValues extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly kind: Contact["kind"];
  readonly tier: Contact["tier"];
  readonly language: "" | "en" | "zh" | "es";
  readonly timeZone: string;
  readonly jobTitle: string;
  /** `""`: nobody. */
  readonly owner: string;
  readonly isDoNotCall: boolean;
  readonly tags: readonly string[];
  readonly attributes: readonly AttributeValues[];
  readonly points: readonly PointValues[];
  readonly addresses: readonly AddressValues[];
  readonly accounts: readonly { readonly account: string; readonly name: string; readonly role: string }[];
}

type ContactInput = z.input<typeof contactInput>;
type ContactChange = z.input<typeof contactChange>;

export function emptyContact(from: { readonly name: string; readonly phone: string | undefined }): ContactValues {
  return {
    name: from.name,
    kind: "prospect",
    tier: "standard",
    language: "",
    timeZone: "",
    jobTitle: "",
    owner: "",
    isDoNotCall: false,
    tags: [],
    attributes: [],
    points: from.phone === undefined ? [] : [{ kind: "phone", value: from.phone, label: "", isPrimary: true }],
    addresses: [],
    accounts: [],
  };
}

export function contactValues(contact: Contact): ContactValues {
  return {
    name: contact.name,
    kind: contact.kind,
    tier: contact.tier,
    language: contact.language ?? "",
    timeZone: contact.timeZone ?? "",
    jobTitle: contact.jobTitle ?? "",
    owner: contact.owner ?? "",
    isDoNotCall: contact.isDoNotCall,
    tags: contact.tags,
    attributes: attributeRows(contact.attributes),
    points: contact.points.map(({ kind, value, label, isPrimary }) => ({ kind, value, label: label ?? "", isPrimary })),
    addresses: contact.addresses.map((address) => ({
      kind: address.kind,
      street: address.street ?? "",
      city: address.city ?? "",
      region: address.region ?? "",
      postalCode: address.postalCode ?? "",
      country: address.country ?? "",
    })),
    accounts: contact.accounts.map(({ account, name, role }) => ({ account, name, role: role ?? "" })),
  };
}

const filled = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

/** The whole contact, for creating it. Empty texts are absent. */
export function contactToInput(values: ContactValues): ContactInput {
  return {
    name: values.name,
    kind: values.kind,
    tier: values.tier,
    language: values.language === "" ? undefined : values.language,
    timeZone: filled(values.timeZone),
    jobTitle: filled(values.jobTitle),
    owner: filled(values.owner),
    isDoNotCall: values.isDoNotCall,
    tags: [...values.tags],
    attributes: attributesOf(values.attributes),
    points: values.points.map(({ kind, value, label, isPrimary }) => ({
      kind,
      value,
      label: filled(label),
      isPrimary,
    })),
    addresses: values.addresses.map((address) => ({
      kind: address.kind,
      street: filled(address.street),
      city: filled(address.city),
      region: filled(address.region),
      postalCode: filled(address.postalCode),
      country: filled(address.country)?.toUpperCase(),
    })),
    accounts: values.accounts.map(({ account, role }) => ({ account, role: filled(role) })),
  };
}

/** Only what was changed; clearing a field is `null`. */
export function contactToChange(base: ContactValues, values: ContactValues, version: number): ContactChange {
  const whole = contactToInput(values);
  const change: ContactChange = { version };
  for (const field of changedFields(base, values)) {
    switch (field) {
      case "name":
        change.name = whole.name;
        break;
      case "kind":
        change.kind = whole.kind;
        break;
      case "tier":
        change.tier = whole.tier;
        break;
      case "language":
        change.language = whole.language ?? null;
        break;
      case "timeZone":
        change.timeZone = whole.timeZone ?? null;
        break;
      case "jobTitle":
        change.jobTitle = whole.jobTitle ?? null;
        break;
      case "owner":
        change.owner = whole.owner ?? null;
        break;
      case "isDoNotCall":
        change.isDoNotCall = whole.isDoNotCall;
        break;
      case "tags":
        change.tags = whole.tags;
        break;
      case "attributes":
        change.attributes = whole.attributes;
        break;
      case "points":
        change.points = whole.points;
        break;
      case "addresses":
        change.addresses = whole.addresses;
        break;
      case "accounts":
        change.accounts = whole.accounts;
        break;
    }
  }
  return change;
}
