import { readFile, writeFile } from "node:fs/promises";
import { makeReady } from "../lib/ready.ts";

const PAGE = new URL("../../docs/attacks.md", import.meta.url);

/** Plays every edge and writes the table of docs/attacks.md. */
await makeReady();
const { playEdges, withEdges } = await import("./page.ts");
await writeFile(PAGE, withEdges(await readFile(PAGE, "utf8"), await playEdges()));
