/** The look: petrol on warm grey, small corners, dense rows, figures that do not jump. Colours of states are in `ui/look.css`. */

import { createTheme, type MantineColorsTuple } from "@mantine/core";

const cord: MantineColorsTuple = [
  "#e8f4f5",
  "#d2e6e9",
  "#a6ced4",
  "#77b5be",
  "#509fab",
  "#36909d",
  "#268693",
  "#177480",
  "#0e626d",
  "#0a525c",
];

/** Warm enough not to look like a terminal; 7 is the page, 6 a surface. */
const dark: MantineColorsTuple = [
  "#dfe6e8",
  "#b9c4c8",
  "#9aa8ad",
  "#73838a",
  "#45545a",
  "#334046",
  "#1d272b",
  "#141c1f",
  "#0f1517",
  "#0a0f10",
];

export const theme = createTheme({
  colors: { cord, dark },
  primaryColor: "cord",
  primaryShade: { light: 8, dark: 9 },
  autoContrast: true,
  luminanceThreshold: 0.25,
  defaultRadius: 4,
  fontFamily:
    'Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "JetBrains Mono", "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "0.78rem", sm: "0.85rem", md: "0.95rem", lg: "1.1rem", xl: "1.3rem" },
  spacing: { xs: "0.45rem", sm: "0.6rem", md: "0.8rem", lg: "1.1rem", xl: "1.6rem" },
  headings: {
    fontWeight: "620",
    sizes: { h1: { fontSize: "1.35rem" }, h2: { fontSize: "1.05rem" }, h3: { fontSize: "0.95rem" } },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", size: "lg" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs", checkIconPosition: "right" } },
    MultiSelect: { defaultProps: { size: "xs" } },
    TagsInput: { defaultProps: { size: "xs" } },
    Autocomplete: { defaultProps: { size: "xs" } },
    NativeSelect: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Tabs: { defaultProps: { keepMounted: false } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
    Loader: { defaultProps: { role: "status", size: "sm" } },
    Modal: { defaultProps: { centered: true } },
    Drawer: { defaultProps: { position: "right", size: "lg" } },
  },
});
