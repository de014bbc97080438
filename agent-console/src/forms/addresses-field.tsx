/** Postal addresses of a person. */

import { Button, Fieldset, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useT } from "../i18n/use-t.ts";
import type { AddressValues } from "./contact-values.ts";

interface Props {
  readonly addresses: readonly AddressValues[];
  readonly errors: Readonly<Record<string, ReactNode>>;
  readonly onChange: (addresses: readonly AddressValues[]) => void;
}

const blank: AddressValues = { label: "", street: "", city: "", region: "", postalCode: "", country: "" };
const fields = ["label", "street", "postalCode", "city", "region", "country"] as const;

export function AddressesField({ addresses, errors, onChange }: Props) {
  const t = useT();
  return (
    <Fieldset legend={t("contact.addresses")} p="sm">
      {addresses.map((address, index) => (
        // Rows have no identity of their own before they are saved.
        <Fieldset key={index} variant="unstyled" legend={t("address.title", { place: index + 1 })} mb="sm">
          <div className="cb-form-grid">
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
      <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange([...addresses, blank])}>
        {t("address.add")}
      </Button>
    </Fieldset>
  );
}
