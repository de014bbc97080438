/** The people of the demo: eight agents, a supervisor, an admin. */

import type { Transaction } from "kysely";
import type { Instant } from "#routing/instant.ts";
import { instant } from "../store/instant-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import type { Locale, Role } from "../store/sys-tables.ts";
import { nameAlt } from "./name-alt.ts";

export interface SeededUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly locale: Locale;
  /** undefined: does not take calls. */
  readonly sipUser: string | undefined;
  /** By name of the skill. */
  readonly skills: Readonly<Record<string, number>>;
}

type Person = Omit<SeededUser, "id">;

const agent = (
  login: string,
  name: string,
  locale: Locale,
  sipUser: string,
  skills: Readonly<Record<string, number>>,
): Person => ({ login, name, roles: ["agent"], locale, sipUser, skills });

const people: readonly Person[] = [
  agent("emma", "Emma Clarke", "en", "1001", { sales: 4, support: 2, english: 5, spanish: 3 }),
  agent("james", "James O'Connor", "en", "1002", { support: 5, billing: 2, english: 5 }),
  agent("priya", "Priya Raman", "en", "1003", { billing: 5, support: 3, english: 5 }),
  agent("lucia", "Lucía Fernández", "es", "1004", { sales: 5, spanish: 5, english: 3 }),
  agent("mateo", "Mateo Núñez", "es", "1005", { support: 4, billing: 3, spanish: 5, english: 4 }),
  agent("wei", "王伟", "zh", "1006", { support: 5, sales: 2, chinese: 5, english: 3 }),
  agent("fang", "李芳", "zh", "1007", { sales: 4, billing: 3, chinese: 5, english: 4 }),
  agent("noah", "Noah Fischer", "en", "1008", { sales: 3, support: 3, billing: 3, english: 4, chinese: 3 }),
  {
    login: "sofia",
    name: "Sofía Marín",
    roles: ["agent", "supervisor"],
    locale: "es",
    sipUser: "1100",
    skills: { sales: 3, support: 3, billing: 3, spanish: 5, english: 5 },
  },
  { login: "admin", name: "Alex Morgan", roles: ["admin", "supervisor"], locale: "en", sipUser: undefined, skills: {} },
];

export async function seedUsers(
  transaction: Transaction<Database>,
  passwordHash: string,
  options: { readonly at: Instant; readonly timeZone: string },
): Promise<readonly SeededUser[]> {
  const users = people.map((person) => ({ ...person, id: newId(options.at) }));
  await transaction
    .insertInto("sys.users")
    .values(
      users.map((user) => ({
        id: user.id,
        login: user.login,
        name: user.name,
        name_alt: nameAlt(user.name),
        password_hash: passwordHash,
        roles: [...user.roles],
        locale: user.locale,
        time_zone: options.timeZone,
        created_at: instant(options.at),
        updated_at: instant(options.at),
      })),
    )
    .execute();
  return users;
}
