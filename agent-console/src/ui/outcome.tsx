/** The three things a screen shows when it has nothing to show: loading, nothing there, something went wrong. */

import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { problemWords } from "../api/problem-words.ts";
import { useT } from "../i18n/use-t.ts";

export function Loading() {
  const t = useT();
  return (
    <Group justify="center" p="xl">
      <Loader aria-label={t("ui.loading")} />
    </Group>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Text fw={560} size="sm">
        {title}
      </Text>
      {children === undefined ? null : (
        <Text size="sm" c="dimmed" component="div" maw={460}>
          {children}
        </Text>
      )}
    </Stack>
  );
}

export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useT();
  return (
    <Stack align="center" gap="xs" p="xl" role="alert">
      <Group gap="xs" data-look="fault" className="cb-state-text">
        <IconAlertTriangle size={18} aria-hidden />
        <Text fw={560}>{problemWords(t, error)}</Text>
      </Group>
      {onRetry === undefined ? null : (
        <Button variant="default" leftSection={<IconRefresh size={14} aria-hidden />} onClick={onRetry}>
          {t("ui.retry")}
        </Button>
      )}
    </Stack>
  );
}

interface Read<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** Shows a read's result, or why there is none yet. Old data stays on screen while it is read again. */
export function Shown<T>({ read, children }: { readonly read: Read<T>; readonly children: (data: T) => ReactNode }) {
  if (read.data !== undefined) return <>{children(read.data)}</>;
  if (read.error !== null && read.error !== undefined)
    return <Failure error={read.error} onRetry={() => void read.refetch()} />;
  return <Loading />;
}
