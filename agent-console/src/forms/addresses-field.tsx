/** Postal addresses of a person. */

import { address as addressSchema } from "#protocol/api/crm.ts";
import { Button, Fieldset, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useT } from "../i18n/use-t.ts";
import type { AddressValues } from "./contact-values.ts";

interface Props {
  readonly addresses: readonly AddressValues[];
  readonly errors: Readonly<Record<string, ReactNode>>;
  readonly onChange: (addresses: readonly AddressValues[]) => void;
}

const blank: AddressValues = { kind: "main", street: "", city: "", region: "", postalCode: "", country: "" };
const fields = ["street", "postalCode", "city", "region", "country"] as const;

const kinds = addressSchema.shape.kind.unwrap().options;

export function AddressesField({ addresses, errors, onChange }: Props) {
  const t = useT();
  return (
    <Fieldset legend={t("contact.addresses")} p="sm">
      {addresses.map((address, index) => (
        // Rows have no identity of their own before they are saved.
        <Fieldset key={index} variant="unstyled" legend={t("address.title", { place: index + 1 })} mb="sm">
          <div className="cb-form-grid">
            <NativeSelect
              label={t("address.kind")}
              value={address.kind}
              data={kinds.map((value) => ({ value, label: t(`address.${value}`) }))}
              onChange={(event) => {
                const kind = kinds.find((value) => value === event.currentTarget.value) ?? "main";
                onChange(addresses.map((each, at) => (at === index ? { ...each, kind } : each)));
              }}
            />
            {fields.map((field) => (
              <TextInput
                key={field}
                label={t(`address.${field}`)}
                value={address[field]}
                error={errors[`addresses.${index}.${field}`]}
                maxLength={field === "country" ? 2 : 200}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  onChange(addresses.map((each, at) => (at === index ? { ...each, [field]: value } : each)));
                }}
              />
            ))}
          </div>
          <Button
            mt="xs"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => onChange(addresses.filter((_, at) => at !== index))}
          >
            {t("address.remove")}
          </Button>
        </Fieldset>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...addresses, blank])}
      >
        {t("address.add")}
      </Button>
    </Fieldset>
  );
}
