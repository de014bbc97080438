/** The person's own settings: devices, language and look, keys, password, where she is signed in. */

import { DevicesPanel } from "../settings/devices-panel.tsx";
import { LookPanel } from "../settings/look-panel.tsx";
import { PasswordPanel } from "../settings/password-panel.tsx";
import { SessionsPanel } from "../settings/sessions-panel.tsx";
import { useT } from "../i18n/use-t.ts";
import { PageHead } from "../ui/panel.tsx";

export function SettingsPage() {
  const t = useT();
  return (
    <div className="cb-page">
      <PageHead title={t("user.settings")} />
      <div className="cb-desk">
        <div className="cb-stack">
          <DevicesPanel />
          <SessionsPanel />
        </div>
        <div className="cb-stack">
          <LookPanel />
          <PasswordPanel />
        </div>
      </div>
    </div>
  );
}
