import { FIRST_STORY } from "./stories.ts";

/** Pages that show what the demo prints of a story, from the repository's root. */
export const PAGES: readonly { readonly page: string; readonly story: string }[] = [
  { page: "README.md", story: FIRST_STORY },
  { page: "docs/services/bridge.md", story: "bridge-equivocation" },
  { page: "docs/services/oracle.md", story: "oracle-deviation" },
  { page: "docs/services/availability.md", story: "data-withheld" },
];

/** A page with the fenced block that begins as `printed` does replaced by it. @throws when there is no such block */
export function withOutput(page: string, text: string, printed: string): string {
  const title = printed.slice(0, printed.indexOf("\n"));
  const start = text.indexOf(`\`\`\`\n${title}\n`);
  const end = text.indexOf("\n```", start + 4);
  if (start < 0 || end < 0) throw new Error(`${page} has no block that begins with "${title}"`);
  return `${text.slice(0, start)}\`\`\`\n${printed}${text.slice(end)}`;
}
