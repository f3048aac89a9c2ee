import { openFindings, type Knowledge, splitTest } from "./consistency.ts";
import type { Finding } from "./finding.ts";

export const PAGE = "docs/findings.md";

const HEAD = `# Findings of others

What auditors, and people who attacked, found in vaults, queues and restaking cores before this one, each as what must hold here. A test's title begins with the finding's id; it fails when its stored flaw, one change that brings the flawed design back, is applied: \`npm run findings:prove\` does that for each. Sources and classes are in [findings.json](../test/findings/findings.json), the flaws in [flaws](../test/findings/flaws), and how to add one is in [CONTRIBUTING.md](../CONTRIBUTING.md#findings). This page is written by \`npm run findings:page\`; a test holds it to what is there.
`;

/** The page, from the list, the tests, the flaws and the answers for what has no test. */
export function writePage(known: Knowledge): string {
  const { findings, tests, untested } = known;
  const rowsOf = (row: (finding: Finding) => string | undefined): string[] => findings.flatMap((one) => row(one) ?? []);
  const tested = rowsOf(({ id, protocol, property }) => {
    const test = tests.find(({ ids }) => ids.includes(id));
    const flaw = known.flaws.find((one) => one.id === id);
    return test && row(id, protocol, property, link(test.file), flaw?.why ?? "");
  });
  const byDesign = rowsOf(({ id, protocol, property }) => {
    const answer = untested.find((one) => one.id === id);
    if (answer?.is !== "by design") return undefined;
    const [file, title] = splitTest(answer.test);
    return row(id, protocol, property, answer.rule, link(answer.where), `${link(file)}${title && `: ${title}`}`);
  });
  const missing = rowsOf(({ id, protocol, property }) => {
    const answer = untested.find((one) => one.id === id);
    return answer?.is === "missing" ? row(id, protocol, property, answer.feature) : undefined;
  });
  const open = openFindings(known).map(({ id, protocol, property }) => row(id, protocol, property));
  return [
    HEAD,
    `${findings.length} findings: ${tested.length} have a test, ${byDesign.length} are so by design, ${missing.length} ask for a feature that is missing here${open.length > 0 ? `, ${open.length} are open` : ""}.\n`,
    table("Tested", ["id", "found in", "what must hold", "test", "what the stored flaw does"], tested),
    table("So by design", ["id", "found in", "what must hold", "rule", "where", "shown by"], byDesign),
    table("Missing here", ["id", "found in", "what must hold", "what is missing"], missing),
    table("Open", ["id", "found in", "what must hold"], open),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const row = (...cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

const link = (file: string): string => `[${file.split("/").at(-1)}](../${file})`;

function table(title: string, heads: string[], rows: string[]): string {
  if (rows.length === 0) return "";
  return [`## ${title}\n`, row(...heads), row(...heads.map(() => "---")), ...rows, ""].join("\n");
}
