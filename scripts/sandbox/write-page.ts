import { readFile, writeFile } from "node:fs/promises";
import { makeReady } from "../lib/ready.ts";
import { readChoice } from "./choice.ts";
import { SHOWN, shownOf, withBlocks } from "./page.ts";

const PAGE = new URL("../../docs/services/slash-sandbox.md", import.meta.url);
const DEFAULTS = { operators: "2", sizes: "10,50", faults: "1@1", queued: "25", validators: "0", penalty: "1" };

/** Plays what the page shows, and writes it there. */
const hre = await makeReady();
const { playSandbox } = await import("./play.ts");
const blocks: string[] = [];
for (const { options, blocks: count } of SHOWN) {
  blocks.push(shownOf(await playSandbox(hre, readChoice({ ...DEFAULTS, ...options })), count));
}
await writeFile(PAGE, withBlocks(await readFile(PAGE, "utf8"), blocks));
