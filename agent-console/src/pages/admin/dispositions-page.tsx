/** What agents can say of a call. The first nine get keys. */

import { dispositionView, listDispositions, putDisposition } from "#protocol/api/admin.ts";
import { useQuery } from "@tanstack/react-query";
import { reading, useChange } from "../../api/queries.ts";
import { WordList } from "../../forms/word-list.tsx";
import { useT } from "../../i18n/use-t.ts";
import { Shown } from "../../ui/outcome.tsx";

export function DispositionsPage() {
  const t = useT();
  const read = useQuery(reading(listDispositions, {}));
  const put = useChange(putDisposition, [listDispositions.path]);
  return (
    <Shown read={read}>
      {(words) => (
        <WordList
          title={t("nav.dispositions")}
          verb={t("disposition.create")}
          words={words}
          schema={dispositionView}
          withPaid={false}
          onSave={(word) => put.mutateAsync({ body: word })}
        />
      )}
    </Shown>
  );
}
