/** Everything that surrounds the screens: look, server state, confirmations, toasts, the router. */

import { MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "./api/queries.ts";
import { useT } from "./i18n/use-t.ts";
import { router } from "./routes.tsx";
import { theme } from "./theme.ts";

export function App() {
  const t = useT();
  // A toast is closed by a cross alone, which has to have a name.
  const named = { Notification: { defaultProps: { closeButtonProps: { "aria-label": t("ui.close") } } } };
  return (
    <MantineProvider theme={mergeThemeOverrides(theme, { components: named })} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <ModalsProvider>
          <Notifications position="bottom-right" limit={4} />
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
