/** Tokens of programs that call the API: what each may, until when, when it was used last; made and revoked here. */

import { listApiTokens, revokeApiToken, type ApiTokenView } from "#protocol/api/api-tokens.ts";
import { Button, Drawer } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading, useChange } from "../../api/queries.ts";
import { TokenForm } from "../../forms/token-form.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useT } from "../../i18n/use-t.ts";
import { useNow } from "../../live/clock.ts";
import { confirm } from "../../ui/confirm.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

export function TokensPage() {
  const t = useT();
  const [isMaking, setIsMaking] = useState(false);
  const read = useQuery(reading(listApiTokens, {}));
  const close = () => setIsMaking(false);
  return (
    <div className="cb-page">
      <PageHead title={t("nav.tokens")}>
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setIsMaking(true)}>
          {t("token.create")}
        </Button>
      </PageHead>
      <p className="cb-dim">{t("token.explained")}</p>
      <div className="cb-panel">
        <Shown read={read}>
          {(tokens) => (tokens.length === 0 ? <Empty title={t("token.none")} /> : <TokenTable tokens={tokens} />)}
        </Shown>
      </div>
      <Drawer
        opened={isMaking}
        onClose={close}
        // What is shown once must not go by a slip beside it.
        closeOnClickOutside={false}
        title={t("token.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <TokenForm onDone={close} />
      </Drawer>
    </div>
  );
}

function TokenTable({ tokens }: { readonly tokens: readonly ApiTokenView[] }) {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const attempt = useAttempt();
  const revoke = useChange(revokeApiToken, [listApiTokens.path]);
  const columns: readonly Column<ApiTokenView>[] = [
    { key: "name", title: t("token.name"), sortBy: ({ name }) => name, cell: ({ name }) => <strong>{name}</strong> },
    {
      key: "scopes",
      title: t("token.scopes"),
      cell: ({ scopes }) => scopes.map((scope) => t(`tokenScope.${scope}`)).join(", "),
    },
    {
      key: "expires",
      title: t("token.expires"),
      sortBy: ({ expiresAt = Number.MAX_SAFE_INTEGER }) => expiresAt,
      cell: ({ expiresAt }) =>
        expiresAt === undefined ? (
          t("token.never")
        ) : expiresAt <= now ? (
          <StateMark look="fault">{t("token.expired", { when: format.dayTime(expiresAt) })}</StateMark>
        ) : (
          format.dayTime(expiresAt)
        ),
    },
    {
      key: "used",
      title: t("token.lastUsed"),
      sortBy: ({ lastUsedAt = 0 }) => lastUsedAt,
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? t("token.unused") : format.dayTime(lastUsedAt)),
    },
    {
      key: "made",
      title: t("token.made"),
      isWideOnly: true,
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt, createdByName }) =>
        [format.dayTime(createdAt), createdByName].filter((part) => part !== undefined).join(" · "),
    },
    {
      key: "revoke",
      title: "",
      cell: ({ id, name }) => (
        <IconButton
          size="sm"
          label={t("token.revoke", { name })}
          icon={IconTrash}
          onClick={() =>
            confirm(t, t("token.revoke", { name }), t("token.revokeRule"), t("token.revokeVerb"), () => {
              void attempt(() => revoke.mutateAsync({ params: { id } }), t("token.revoked"));
            })
          }
        />
      ),
    },
  ];
  return <DataTable label={t("nav.tokens")} columns={columns} rows={tokens} rowKey={({ id }) => id} />;
}
