import { existsSync } from "node:fs";
import path from "node:path";
import { lineAt, readSources, type Source } from "./sources.ts";

/** Relative links of the Markdown files lead to files that exist, and their fragments to headings that exist. */
export function checkLinks(root: string): string[] {
  const documents = readSources(root, [".md"]);
  const headings = new Map(documents.map(({ path: file, text }) => [file, headingsOf(text)]));
  return documents.flatMap((document) => checkDocument(root, document, headings));
}

function checkDocument(root: string, { path: file, text }: Source, headings: Map<string, Set<string>>): string[] {
  const prose = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, " "));
  return [...prose.matchAll(/!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)/gm)].flatMap((match) => {
    const link = decodeURI((match[1] ?? match[2]) as string);
    if (/^[a-z][a-z+.-]*:/i.test(link)) return [];
    const [target = "", fragment] = link.split("#");
    const resolved = target === "" ? file : path.posix.join(path.posix.dirname(file), target);
    const where = `${file}:${lineAt(prose, match.index)}`;
    if (!existsSync(path.join(root, resolved))) return [`${where}: ${link} leads nowhere`];
    const known = headings.get(resolved);
    if (fragment !== undefined && known !== undefined && !known.has(fragment))
      return [`${where}: ${link}: no such heading`];
    return [];
  });
}

/** The fragments of a document's headings, made as GitHub makes them. */
function headingsOf(text: string): Set<string> {
  const prose = text.replace(/```[\s\S]*?```/g, "");
  return new Set([...prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) => fragmentOf(match[1] as string)));
}

function fragmentOf(heading: string): string {
  const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  return words.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
}
