/** The frame of every signed-in screen: the top bar that never moves, the ways, the banners, the page. */

import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect } from "react";
import { hasRole, useMe } from "../api/session.ts";
import { useRingSignals } from "../desk/use-ring-signals.ts";
import { useT } from "../i18n/use-t.ts";
import { KeyList } from "../keys/key-list.tsx";
import { useKeyListener } from "../keys/use-keys.ts";
import { startLive, useTopic } from "../live/console-live.ts";
import { useDesk, useLinkStore } from "../live/stores.ts";
import { resumeShift, wasStarted } from "../phone/shift.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { Loading } from "../ui/outcome.tsx";
import { Banners } from "./banners.tsx";
import { CallStrip } from "./call-strip.tsx";
import { Navigation } from "./navigation.tsx";
import { NetworkMark } from "./network-mark.tsx";
import { openPalette, usePaletteKey } from "./palette-state.ts";
import { PresencePicker } from "./presence-picker.tsx";
import { UserMenu } from "./user-menu.tsx";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const DeskPanels = lazy(async () => ({ default: (await import("../desk/desk-panels.tsx")).DeskPanels }));

export function Shell() {
  const me = useMe();
  const t = useT();
  const isAgent = hasRole(me, "agent");
  const [isMenuOpen, menu] = useDisclosure(false);
  useEffect(() => startLive(), [me.id]);
  useKeyListener();
  usePaletteKey();
  useLeaveWhenSignedOut();
  return (
    <div className="cb-frame">
      <a className="cb-skip" href="#page">
        {t("shell.skip")}
      </a>
      <header className="cb-top">
        <span className="cb-burger">
          <IconButton label={t("shell.menu")} icon={IconMenu2} onClick={menu.open} />
        </span>
        <Link to="/" className="cb-brand">
          <img src="/icon.svg" width={24} height={24} alt="" />
          <span>Cordboard</span>
        </Link>
        {isAgent ? <AgentBar id={me.id} /> : <div className="cb-strip" />}
        <div style={{ gap: 4 }}>
          <NetworkMark />
          <IconButton label={t("shell.find")} icon={IconSearch} onClick={openPalette} />
          <UserMenu />
        </div>
      </header>
      <nav className="cb-nav" aria-label={t("shell.navigation")}>
        <Navigation />
      </nav>
      <main className="cb-main" id="page" tabIndex={-1}>
        <Banners />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <Drawer
        opened={isMenuOpen}
        onClose={menu.close}
        position="left"
        size={260}
        title={t("shell.navigation")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <Navigation onGo={menu.close} />
      </Drawer>
      <KeyList />
      <Suspense fallback={null}>
        <Palette />
        {isAgent ? <DeskPanels /> : null}
      </Suspense>
    </div>
  );
}

/** Present on every page, so that the call and its keys are, too. */
function AgentBar({ id }: { readonly id: string }) {
  useTopic("desk");
  useRingSignals();
  useEffect(() => {
    if (wasStarted()) resumeShift(id);
  }, [id]);
  const desk = useDesk();
  if (desk === undefined) return <div className="cb-strip" />;
  return (
    <>
      <div className="cb-presence">
        <PresencePicker desk={desk} />
      </div>
      <CallStrip desk={desk} />
    </>
  );
}

function useLeaveWhenSignedOut(): void {
  const link = useLinkStore((state) => state.link);
  const navigate = useNavigate();
  useEffect(() => {
    if (link.kind !== "ended" || link.why === "outdated" || link.why === "closed") return;
    void navigate({ to: "/sign-in", search: { why: link.why } });
  }, [link, navigate]);
}
