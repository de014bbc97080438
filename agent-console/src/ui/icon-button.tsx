/** A button that is only an icon: it cannot be made without words, which it also shows on hover. */

import { ActionIcon, Tooltip, type ActionIconProps } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ComponentPropsWithoutRef } from "react";

interface Props extends Omit<ActionIconProps, "children"> {
  readonly label: string;
  readonly icon: Icon;
  readonly onClick?: ComponentPropsWithoutRef<"button">["onClick"];
  readonly ref?: React.Ref<HTMLButtonElement>;
}

export function IconButton({ label, icon: Mark, ref, ...rest }: Props) {
  return (
    <Tooltip label={label}>
      <ActionIcon ref={ref ?? null} aria-label={label} color="gray" {...rest}>
        <Mark size={18} aria-hidden stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  );
}
