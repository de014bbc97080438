/** Microphone, speaker and ringer, each its own choice, with a meter and a test sound to trust them by. */

import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { IconMicrophone, IconVolume } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useT } from "../i18n/use-t.ts";
import {
  presentDevice,
  presentDevices,
  watchDevices,
  type AudioDevice,
  type DeviceRole,
  type PresentDevices,
} from "../phone/devices.ts";
import { watchMicrophone } from "../phone/microphone-level.ts";
import { usePhoneStore } from "../phone/phone-store.ts";
import { chooseDevices, enableSound } from "../phone/shift.ts";
import { playTestSound } from "../phone/sounds.ts";
import { Panel } from "../ui/panel.tsx";
import { tellFault } from "../ui/tell.ts";

export function DevicesPanel() {
  const t = useT();
  const devices = usePhoneStore((state) => state.devices);
  const [present, setPresent] = useState<PresentDevices>({ inputs: [], outputs: [] });
  useEffect(() => {
    const look = () => void presentDevices().then(setPresent);
    look();
    return watchDevices(look);
  }, []);
  const choose = (role: DeviceRole, id: string, among: readonly AudioDevice[]) => {
    const chosen = among.find((device) => device.id === id);
    const { [role]: _, ...others } = devices;
    void chooseDevices(chosen === undefined ? others : { ...others, [role]: chosen });
  };
  const field = (role: DeviceRole, label: string, among: readonly AudioDevice[]) => (
    <NativeSelect
      label={label}
      value={presentDevice(devices[role], among)?.id ?? ""}
      onChange={(event) => choose(role, event.currentTarget.value, among)}
      data={[
        { value: "", label: t("devices.system") },
        ...among.map((device, index) => ({
          value: device.id,
          label: device.label === "" ? t("devices.unnamed", { place: index + 1 }) : device.label,
        })),
      ]}
    />
  );
  return (
    <Panel title={t("devices.title")}>
      <Stack gap="sm">
        {field("microphone", t("devices.microphone"), present.inputs)}
        <LevelMeter deviceId={presentDevice(devices.microphone, present.inputs)?.id} />
        {field("speaker", t("devices.speaker"), present.outputs)}
        {field("ringer", t("devices.ringer"), present.outputs)}
        <Group>
          <Button
            variant="default"
            leftSection={<IconVolume size={14} aria-hidden />}
            onClick={() => void enableSound().then(playTestSound)}
          >
            {t("devices.testSound")}
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          {t("devices.hint")}
        </Text>
      </Stack>
    </Panel>
  );
}

function LevelMeter({ deviceId }: { readonly deviceId: string | undefined }) {
  const t = useT();
  const [isOn, setIsOn] = useState(false);
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!isOn) return undefined;
    let isGone = false;
    let stop: (() => void) | undefined;
    watchMicrophone(deviceId, setLevel).then(
      (stopIt) => {
        if (isGone) stopIt();
        else stop = stopIt;
      },
      () => {
        setIsOn(false);
        tellFault(t("phone.microphoneDenied"));
      },
    );
    return () => {
      isGone = true;
      stop?.();
      setLevel(0);
    };
  }, [isOn, deviceId, t]);
  return (
    <Group gap="sm" wrap="nowrap">
      <Button
        variant="default"
        leftSection={<IconMicrophone size={14} aria-hidden />}
        aria-pressed={isOn}
        onClick={() => setIsOn(!isOn)}
      >
        {isOn ? t("devices.meterStop") : t("devices.meterStart")}
      </Button>
      <div
        className="cb-meter"
        style={{ flex: 1 }}
        role="meter"
        aria-label={t("devices.level")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(level * 100)}
      >
        <div style={{ width: `${level * 100}%` }} />
      </div>
    </Group>
  );
}
