/**
 * Colours of the report. Charts are drawn with stand-in colours, which become CSS variables in the finished SVG, so that
 * one drawing serves light and dark. Contrast is at least 3:1 for marks and 4.5:1 for words in both.
 */
const COLOURS = {
  ink: { standIn: "#010101", light: "#1d2330", dark: "#e8ebf2" },
  faint: { standIn: "#020202", light: "#5b6475", dark: "#a2abbd" },
  line: { standIn: "#030303", light: "#d8dde6", dark: "#363d4c" },
  page: { standIn: "#040404", light: "#ffffff", dark: "#12151c" },
  panel: { standIn: "#050505", light: "#f5f7fa", dark: "#1a1f29" },
  total: { standIn: "#060606", light: "#46536b", dark: "#93a1bb" },
  gain: { standIn: "#070707", light: "#12805c", dark: "#3ec796" },
  loss: { standIn: "#080808", light: "#c0392b", dark: "#ff7b6b" },
  first: { standIn: "#090909", light: "#2f6fd6", dark: "#6ea3ff" },
  second: { standIn: "#0a0a0a", light: "#b45f06", dark: "#f0a04b" },
  third: { standIn: "#0b0b0b", light: "#7a4bc2", dark: "#b794f6" },
  fourth: { standIn: "#0c0c0c", light: "#0e7f8b", dark: "#4cc9d6" },
  fifth: { standIn: "#0d0d0d", light: "#b0327c", dark: "#f28cc6" },
} as const;

export type Colour = keyof typeof COLOURS;

/** The colour to give to a chart. */
export function paint(colour: Colour): string {
  return COLOURS[colour].standIn;
}

/** Series get these in turn. */
export const SERIES: readonly Colour[] = ["first", "second", "third", "fourth", "gain", "loss", "total", "faint"];

const CAUSES: Readonly<Record<string, Colour>> = {
  staking: "first",
  rewards: "fourth",
  penalties: "second",
  slashes: "loss",
  fees: "third",
  cover: "gain",
  leavers: "fifth",
  lockedProfit: "faint",
};

/** Each cause has its colour wherever it appears. */
export function colourOfCause(cause: string): Colour {
  return CAUSES[cause.split(":")[0]!] ?? "total";
}

/** Puts CSS variables where the stand-ins are. */
export function themed(svg: string): string {
  let themedSvg = svg;
  for (const [name, { standIn }] of Object.entries(COLOURS)) {
    const value = Number.parseInt(standIn.slice(1, 3), 16);
    themedSvg = themedSvg
      .replaceAll(standIn, `var(--${name})`)
      .replaceAll(`rgb(${value},${value},${value})`, `var(--${name})`);
  }
  return themedSvg;
}

/** The variables for light, and for dark when the reader's system asks for it. */
export function paletteCss(): string {
  const variables = (theme: "light" | "dark"): string =>
    Object.entries(COLOURS)
      .map(([name, colour]) => `--${name}:${colour[theme]}`)
      .join(";");
  return `:root{color-scheme:light dark;${variables("light")}}@media(prefers-color-scheme:dark){:root{${variables("dark")}}}`;
}
