/** Why an agent is not ready. */

import { listReasons, putReason, reasonView } from "#protocol/api/admin.ts";
import { useQuery } from "@tanstack/react-query";
import { reading, useChange } from "../../api/queries.ts";
import { WordList } from "../../forms/word-list.tsx";
import { useT } from "../../i18n/use-t.ts";
import { Shown } from "../../ui/outcome.tsx";

export function ReasonsPage() {
  const t = useT();
  const read = useQuery(reading(listReasons, {}));
  const put = useChange(putReason, [listReasons.path]);
  return (
    <Shown read={read}>
      {(words) => (
        <WordList
          title={t("nav.reasons")}
          verb={t("reason.create")}
          words={words}
          schema={reasonView}
          withPaid
          onSave={({ isPaid = false, ...word }) => put.mutateAsync({ body: { ...word, isPaid } })}
        />
      )}
    </Shown>
  );
}
