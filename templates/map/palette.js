// Colors, for light and for dark: a canvas does not read those of the style sheet.

const LIGHT = {
  ink: "#1d1f22",
  dim: "#5d6167",
  paper: "#fdfdfb",
  line: "#c9c9c2",
  module: "#ffffff",
  table: "#fbf0d3",
  function: "#eef0f4",
  focus: "#1f54b8",
  moved: "#b8501f",
  area: (hue) => `hsl(${hue}, 42%, 93%)`,
  border: (hue) => `hsl(${hue}, 30%, 68%)`,
  neutral: "#ededea",
  kinds: {
    transactions: "#c0261c",
    writes: "#c2650a",
    keys: "#7a3fb0",
    calls: "#3f5f9e",
    reads: "#2f7d4f",
    hidden: "#0f7f88",
    imports: "#85898f",
  },
};

const DARK = {
  ink: "#e6e5e1",
  dim: "#a0a4ab",
  paper: "#17181b",
  line: "#4a4e55",
  module: "#30343b",
  table: "#4d401c",
  function: "#40454e",
  focus: "#8ab4f8",
  moved: "#ffab7a",
  area: (hue) => `hsl(${hue}, 22%, 17%)`,
  border: (hue) => `hsl(${hue}, 24%, 40%)`,
  neutral: "#202226",
  kinds: {
    transactions: "#ff7a70",
    writes: "#f0a04b",
    keys: "#c79bf2",
    calls: "#92b0ec",
    reads: "#6fcf97",
    hidden: "#55c6cf",
    imports: "#8d9299",
  },
};

export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export const palette = () => (isDark() ? DARK : LIGHT);

// Neighbours in the list are far from each other on the wheel.
export const hueOf = (position) => Math.round((position * 137.508 + 210) % 360);
