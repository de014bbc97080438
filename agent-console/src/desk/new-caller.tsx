/** Makes a contact of an unknown caller, prefilled with what the call brought, and links the call to it. */

import { createContact } from "#protocol/api/crm.ts";
import type { CallView } from "#protocol/views/desk.ts";
import { Drawer } from "@mantine/core";
import { useChange } from "../api/queries.ts";
import { ContactForm } from "../forms/contact-form.tsx";
import { emptyContact } from "../forms/contact-values.ts";
import { useT } from "../i18n/use-t.ts";
import { useAsk } from "../live/use-ask.ts";

interface Props {
  readonly call: CallView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function NewCaller({ call, isOpen, onClose }: Props) {
  const t = useT();
  const ask = useAsk();
  const create = useChange(createContact, ["/api/contacts"]);
  const start = emptyContact({ name: call.callerName ?? "", phone: call.number });
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      title={t("contact.create")}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      <ContactForm
        start={start}
        verb={t("pop.createAndLink")}
        onCancel={onClose}
        onSave={async (values) => {
          const made = await create.mutateAsync({ body: values });
          if (await ask({ kind: "attachContact", interaction: call.interaction, contact: made.id })) onClose();
        }}
      />
    </Drawer>
  );
}
