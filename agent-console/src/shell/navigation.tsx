/** The ways through the product; each person sees those that her roles open. */

import type { Role } from "#protocol/api/route.ts";
import { Link } from "@tanstack/react-router";
import {
  IconArrowsSplit2,
  IconSortDescending,
  IconUsersPlus,
  IconAddressBook,
  IconBuilding,
  IconCalendarTime,
  IconChecklist,
  IconCoffee,
  IconDeviceLandlinePhone,
  IconFlask,
  IconHeadset,
  IconHierarchy2,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconList,
  IconNote,
  IconPhoneCalling,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconRecordMail,
  IconRoute,
  IconStethoscope,
  IconTags,
  IconUsers,
  IconUsersGroup,
  IconSettings,
  IconStack2,
  IconStars,
  type Icon,
} from "@tabler/icons-react";
import { hasRole, useMe } from "../api/session.ts";
import type { CatalogueKey } from "../i18n/catalogue.ts";
import { useT } from "../i18n/use-t.ts";

export interface Place {
  readonly to:
    | "/desk"
    | "/board"
    | "/dry-run"
    | "/calls"
    | "/records"
    | "/contacts"
    | "/accounts"
    | "/tasks"
    | "/settings"
    | "/notes"
    | "/voicemails"
    | "/callbacks"
    | "/do-not-call"
    | "/admin/agents"
    | "/admin/skills"
    | "/admin/queues"
    | "/admin/groups"
    | "/admin/order"
    | "/admin/capacity"
    | "/admin/rules"
    | "/admin/rule-trial"
    | "/admin/numbers"
    | "/admin/flows"
    | "/admin/schedules"
    | "/admin/dispositions"
    | "/admin/reasons"
    | "/admin/dialling"
    | "/admin/tokens"
    | "/admin/doctor";
  readonly words: CatalogueKey;
  readonly icon: Icon;
  readonly roles: readonly Role[];
}

const everyone: readonly Role[] = ["agent", "supervisor", "admin"];
const watchers: readonly Role[] = ["supervisor", "admin"];
const admins: readonly Role[] = ["admin"];

const work: readonly Place[] = [
  { to: "/desk", words: "nav.desk", icon: IconHeadset, roles: ["agent"] },
  { to: "/board", words: "nav.board", icon: IconLayoutDashboard, roles: watchers },
  { to: "/dry-run", words: "nav.dryRun", icon: IconRoute, roles: watchers },
  { to: "/calls", words: "nav.calls", icon: IconHistory, roles: ["agent"] },
  { to: "/records", words: "nav.records", icon: IconList, roles: watchers },
  { to: "/voicemails", words: "nav.voicemails", icon: IconRecordMail, roles: everyone },
  { to: "/callbacks", words: "nav.callbacks", icon: IconPhoneCalling, roles: everyone },
];
const customers: readonly Place[] = [
  { to: "/contacts", words: "nav.contacts", icon: IconAddressBook, roles: everyone },
  { to: "/accounts", words: "nav.accounts", icon: IconBuilding, roles: everyone },
  { to: "/tasks", words: "nav.tasks", icon: IconChecklist, roles: everyone },
  { to: "/notes", words: "nav.notes", icon: IconNote, roles: everyone },
  { to: "/do-not-call", words: "nav.doNotCall", icon: IconPhoneOff, roles: watchers },
];
const setUp: readonly Place[] = [
  { to: "/admin/agents", words: "nav.agents", icon: IconUsers, roles: watchers },
  { to: "/admin/skills", words: "nav.skills", icon: IconStars, roles: admins },
  { to: "/admin/queues", words: "nav.queues", icon: IconUsersGroup, roles: admins },
  { to: "/admin/groups", words: "nav.groups", icon: IconUsersPlus, roles: admins },
  { to: "/admin/order", words: "nav.serviceOrder", icon: IconSortDescending, roles: admins },
  { to: "/admin/capacity", words: "nav.capacity", icon: IconStack2, roles: admins },
  { to: "/admin/rules", words: "nav.rules", icon: IconArrowsSplit2, roles: admins },
  { to: "/admin/rule-trial", words: "nav.ruleTrial", icon: IconFlask, roles: watchers },
  { to: "/admin/numbers", words: "nav.numbers", icon: IconDeviceLandlinePhone, roles: watchers },
  { to: "/admin/flows", words: "nav.flows", icon: IconHierarchy2, roles: watchers },
  { to: "/admin/schedules", words: "nav.schedules", icon: IconCalendarTime, roles: watchers },
  { to: "/admin/dispositions", words: "nav.dispositions", icon: IconTags, roles: admins },
  { to: "/admin/reasons", words: "nav.reasons", icon: IconCoffee, roles: admins },
  { to: "/admin/dialling", words: "nav.dialling", icon: IconPhoneOutgoing, roles: admins },
  { to: "/admin/tokens", words: "nav.tokens", icon: IconKey, roles: admins },
  { to: "/admin/doctor", words: "nav.doctor", icon: IconStethoscope, roles: admins },
];

const groups: readonly { readonly words: CatalogueKey; readonly places: readonly Place[] }[] = [
  { words: "nav.work", places: work },
  { words: "nav.customers", places: customers },
  { words: "nav.setUp", places: setUp },
];

/** In the person's own menu, not among the ways. */
const own: readonly Place[] = [{ to: "/settings", words: "user.settings", icon: IconSettings, roles: everyone }];

/** Every place that these roles open, for the palette. */
export function usePlaces(): readonly Place[] {
  const me = useMe();
  return [...groups.flatMap(({ places }) => places), ...own].filter(({ roles }) => hasRole(me, ...roles));
}

export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const t = useT();
  const me = useMe();
  return (
    <>
      {groups.map(({ words, places }) => {
        const open = places.filter(({ roles }) => hasRole(me, ...roles));
        return open.length === 0 ? null : (
          <div key={words} role="group" aria-label={t(words)}>
            <div className="cb-nav-group" aria-hidden>
              {t(words)}
            </div>
            {open.map((place) => (
              <Link
                key={place.to}
                to={place.to}
                className="cb-nav-link"
                {...(onGo === undefined ? {} : { onClick: onGo })}
              >
                <place.icon size={17} aria-hidden stroke={1.7} />
                <span className="cb-truncate">{t(place.words)}</span>
              </Link>
            ))}
          </div>
        );
      })}
    </>
  );
}
