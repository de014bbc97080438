/** A state as colour, icon and word together, so that nobody has to tell by colour alone. */

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconMoon,
  IconNotes,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPlayerPause,
  type Icon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";

/** The names of the colours in `look.css`. */
export type Look = "ready" | "paused" | "talking" | "ringing" | "wrapUp" | "fault" | "off" | "accent";

const icons: Readonly<Record<Look, Icon>> = {
  ready: IconCircleCheck,
  paused: IconMoon,
  talking: IconPhoneCall,
  ringing: IconPhoneIncoming,
  wrapUp: IconNotes,
  fault: IconAlertTriangle,
  off: IconCircleDashed,
  accent: IconCircleCheck,
};

interface Props {
  readonly look: Look;
  readonly children: ReactNode;
  /** Another icon than the look's own, such as a pause sign for a call on hold. */
  readonly icon?: Icon;
  /** Without the tinted ground, inside something that is tinted already. */
  readonly isPlain?: boolean;
}

export function StateMark({ look, children, icon, isPlain = false }: Props) {
  const Mark = icon ?? icons[look];
  return (
    <span className={isPlain ? "cb-plain-state" : "cb-state"} data-look={look}>
      <Mark size={14} aria-hidden stroke={2} />
      <span>{children}</span>
    </span>
  );
}

export const HeldIcon: Icon = IconPlayerPause;
