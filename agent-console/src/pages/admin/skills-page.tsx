/** Skills: the words in which queues ask and agents answer. */

import { changeSkill, createSkill, deleteSkill, listSkills } from "#protocol/api/people.ts";
import { Button, Group, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading, useChange } from "../../api/queries.ts";
import { useT } from "../../i18n/use-t.ts";
import { confirm } from "../../ui/confirm.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

export function SkillsPage() {
  const t = useT();
  const attempt = useAttempt();
  const read = useQuery(reading(listSkills, {}));
  const outdated = [listSkills.path];
  const create = useChange(createSkill, outdated);
  const rename = useChange(changeSkill, outdated);
  const remove = useChange(deleteSkill, outdated);
  const [name, setName] = useState("");
  return (
    <div className="cb-page" style={{ maxWidth: "44rem" }}>
      <PageHead title={t("nav.skills")} />
      <div className="cb-panel">
        <Shown read={read}>
          {(skills) =>
            skills.length === 0 ? (
              <Empty title={t("skills.none")} />
            ) : (
              <ul className="cb-rows">
                {skills.map((skill) => (
                  <li key={skill.id} style={{ display: "flex", gap: "0.5rem" }}>
                    <TextInput
                      style={{ flex: 1 }}
                      aria-label={t("skills.nameOf", { name: skill.name })}
                      defaultValue={skill.name}
                      onBlur={(event) => {
                        const next = event.currentTarget.value.trim();
                        if (next === "" || next === skill.name) return;
                        void attempt(
                          () => rename.mutateAsync({ params: { id: skill.id }, body: { name: next } }),
                          t("ui.saved"),
                        );
                      }}
                    />
                    <IconButton
                      label={t("skills.remove", { name: skill.name })}
                      icon={IconTrash}
                      onClick={() =>
                        confirm(t, t("skills.remove", { name: skill.name }), t("ui.forGood"), t("ui.delete"), () => {
                          void attempt(() => remove.mutateAsync({ params: { id: skill.id } }));
                        })
                      }
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(() => create.mutateAsync({ body: { name } })).then((isDone) => isDone && setName(""));
        }}
      >
        <Group mt="md" align="flex-end" gap="xs">
          <TextInput
            style={{ flex: 1 }}
            label={t("skills.new")}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ""} loading={create.isPending}>
            {t("skills.create")}
          </Button>
        </Group>
      </form>
    </div>
  );
}
