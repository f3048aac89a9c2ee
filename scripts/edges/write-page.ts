import { readFile, writeFile } from "node:fs/promises";
import { playEdges, withEdges } from "./page.ts";

const PAGE = new URL("../../docs/attacks.md", import.meta.url);

/** Plays every edge and writes the table of docs/attacks.md. */
await writeFile(PAGE, withEdges(await readFile(PAGE, "utf8"), await playEdges()));
