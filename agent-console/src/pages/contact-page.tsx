/** One person: who she is, how to reach her, what happened, what was promised. */

import { readContact, readTimeline, type Contact } from "#protocol/api/crm.ts";
import { listPeople } from "#protocol/api/people.ts";
import { Button, Drawer, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconEdit, IconMail, IconMessage, IconPhoneOff, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { isUnder, queryClient, reading } from "../api/queries.ts";
import { ActivityList } from "../ui/activity-list.tsx";
import { ActivityForm } from "../forms/activity-form.tsx";
import { ContactEditor } from "../forms/contact-editor.tsx";
import { languageNames } from "../i18n/language.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { NumberLink } from "../ui/number-link.tsx";
import { Shown } from "../ui/outcome.tsx";
import { PageHead, Panel } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { Timeline } from "../ui/timeline.tsx";
import { TierMark } from "../ui/tier-mark.tsx";

export function ContactPage() {
  const { id } = useParams({ from: "/signedIn/contacts/$id" });
  const read = useQuery(reading(readContact, { params: { id } }));
  const version = read.data?.version;
  useEffect(() => {
    // The timeline tells of the change as well; it is not read each second, only when there is something new.
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isUnder(queryKey[0], readTimeline.path) });
  }, [version]);
  return (
    <div className="cb-page">
      <Shown read={read}>{(contact) => <ContactDetail contact={contact} />}</Shown>
    </div>
  );
}

function ContactDetail({ contact }: { readonly contact: Contact }) {
  const t = useT();
  const [isEditing, editing] = useDisclosure(false);
  const [isNoting, noting] = useDisclosure(false);
  const close = { "aria-label": t("ui.close") };
  return (
    <>
      <PageHead
        title={
          <>
            {contact.name} <TierMark tier={contact.tier} />{" "}
            {contact.isDoNotCall ? (
              <StateMark look="fault" icon={IconPhoneOff}>
                {t("contact.doNotCallMark")}
              </StateMark>
            ) : null}
          </>
        }
      >
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={noting.open}>
          {t("activity.create")}
        </Button>
        <Button leftSection={<IconEdit size={14} aria-hidden />} onClick={editing.open}>
          {t("ui.edit")}
        </Button>
      </PageHead>
      <div className="cb-desk">
        <Timeline contact={contact.id} />
        <div className="cb-stack" style={{ order: -1 }}>
          <Reach contact={contact} />
          <About contact={contact} />
          <Panel title={t("pop.openTasks")} isFlush>
            <ActivityList query={{ contact: contact.id, open: "true" }} />
          </Panel>
        </div>
      </div>
      <Drawer opened={isEditing} onClose={editing.close} title={t("contact.edit")} closeButtonProps={close}>
        <ContactEditor contact={contact} onDone={editing.close} />
      </Drawer>
      <Drawer opened={isNoting} onClose={noting.close} title={t("activity.create")} closeButtonProps={close}>
        <ActivityForm contact={contact.id} onDone={noting.close} />
      </Drawer>
    </>
  );
}

function Reach({ contact }: { readonly contact: Contact }) {
  const t = useT();
  return (
    <Panel title={t("contact.points")} isFlush>
      <ul className="cb-rows">
        {contact.points.map((point) => (
          <li key={point.id} style={{ display: "flex", gap: "0.6rem", flexWrap: "wrap" }}>
            {point.kind === "phone" ? (
              <NumberLink number={point.normalised} shown={point.display} contact={contact.id} />
            ) : point.kind === "email" ? (
              <a className="cb-link" href={`mailto:${point.value}`}>
                <IconMail size={13} aria-hidden /> {point.display}
              </a>
            ) : (
              <span>
                <IconMessage size={13} aria-hidden /> {point.display}
              </span>
            )}
            <span className="cb-dim">{point.label ?? t(`point.${point.kind}`)}</span>
            {point.isPrimary ? (
              <span className="cb-dim" style={{ marginLeft: "auto" }}>
                {t("point.first")}
              </span>
            ) : null}
          </li>
        ))}
        {contact.points.length === 0 ? (
          <li>
            <Text size="sm" c="dimmed">
              {t("contact.noPoints")}
            </Text>
          </li>
        ) : null}
      </ul>
    </Panel>
  );
}

function About({ contact }: { readonly contact: Contact }) {
  const t = useT();
  const format = useFormat();
  const { data: people, isSuccess } = useQuery(reading(listPeople, {}));
  const owner =
    contact.owner === undefined
      ? t("contact.noOwner")
      : (people?.find(({ id }) => id === contact.owner)?.name ?? (isSuccess ? t("contact.ownerGone") : "…"));
  return (
    <Panel title={t("contact.about")}>
      <dl className="cb-facts">
        <dt>{t("contact.kind")}</dt>
        <dd>{t(`kind.${contact.kind}`)}</dd>
        {contact.jobTitle === undefined ? null : (
          <>
            <dt>{t("contact.jobTitle")}</dt>
            <dd>{contact.jobTitle}</dd>
          </>
        )}
        <dt>{t("contact.owner")}</dt>
        <dd>{owner}</dd>
        <dt>{t("contact.accounts")}</dt>
        <dd>
          {contact.accounts.length === 0
            ? "–"
            : contact.accounts.map(({ account, name, role }) => (
                <div key={account}>
                  <Link to="/accounts/$id" params={{ id: account }} className="cb-link">
                    {name}
                  </Link>{" "}
                  <span className="cb-dim">{role ?? ""}</span>
                </div>
              ))}
        </dd>
        {contact.language === undefined ? null : (
          <>
            <dt>{t("contact.language")}</dt>
            <dd>{languageNames[contact.language]}</dd>
          </>
        )}
        {contact.timeZone === undefined ? null : (
          <>
            <dt>{t("contact.timeZone")}</dt>
            <dd>{contact.timeZone}</dd>
          </>
        )}
        {contact.addresses.map((address, index) => (
          <Address key={index} address={address} />
        ))}
        <dt>{t("ui.updated")}</dt>
        <dd>{format.full(contact.updatedAt)}</dd>
      </dl>
      {contact.tags.length === 0 ? null : (
        <Group gap={6} mt="sm">
          {contact.tags.map((tag) => (
            <span key={tag} className="cb-state" data-look="off">
              {tag}
            </span>
          ))}
        </Group>
      )}
    </Panel>
  );
}

function Address({ address }: { readonly address: Contact["addresses"][number] }) {
  const t = useT();
  const { kind, street, postalCode, city, region, country } = address;
  return (
    <>
      <dt>{t(`address.${kind}`)}</dt>
      <dd>
        {[street, [postalCode, city].filter((part) => part !== undefined).join(" "), region, country]
          .filter((part) => part !== undefined && part !== "")
          .join(", ")}
      </dd>
    </>
  );
}
