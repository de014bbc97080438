/** An address that leads nowhere, and a screen that failed. */

import { Button } from "@mantine/core";
import { useT } from "../i18n/use-t.ts";
import { Empty, Failure } from "../ui/outcome.tsx";

export function LostPage() {
  const t = useT();
  return (
    <main className="cb-page">
      <Empty title={t("lost.title")}>
        <Button component="a" href="/" variant="default">
          {t("lost.home")}
        </Button>
      </Empty>
    </main>
  );
}

export function RouteFailure({ error }: { readonly error: unknown }) {
  return (
    <main className="cb-page">
      <Failure error={error} onRetry={() => window.location.reload()} />
    </main>
  );
}
