/** The person: her name, settings, look, language, and the way out. */

import { signOut } from "#protocol/api/session.ts";
import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { callRoute } from "../api/call-route.ts";
import { problemWords } from "../api/problem-words.ts";
import { queryClient } from "../api/queries.ts";
import { useMe } from "../api/session.ts";
import { openPanel } from "../desk/panels.ts";
import { useT } from "../i18n/use-t.ts";
import { endShift } from "../phone/shift.ts";
import { tellFault } from "../ui/tell.ts";

export function UserMenu() {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const leave = async () => {
    try {
      await endShift(true);
      await callRoute(signOut, {});
      await navigate({ to: "/sign-in" });
      queryClient.clear();
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton aria-label={t("user.menu", { name: me.name })}>
          <Avatar size={30} radius={4} color="cord" variant="filled">
            <IconUser size={18} aria-hidden />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        <Menu.Item
          leftSection={<IconSettings size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/settings" })}
        >
          {t("user.settings")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={() => openPanel("keys")}>
          {t("keys.title")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("user.look")}</Menu.Label>
        <Menu.Item leftSection={<IconSun size={16} aria-hidden />} onClick={() => setColorScheme("light")}>
          {t("user.light")}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} aria-hidden />} onClick={() => setColorScheme("dark")}>
          {t("user.dark")}
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} aria-hidden />} onClick={() => setColorScheme("auto")}>
          {t("user.system")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t("user.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
