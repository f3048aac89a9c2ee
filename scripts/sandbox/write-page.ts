import { readFile, writeFile } from "node:fs/promises";
import hre from "hardhat";
import { readChoice } from "./choice.ts";
import { SHOWN, shownOf, withBlocks } from "./page.ts";
import { playSandbox } from "./play.ts";

const PAGE = new URL("../../docs/services/slash-sandbox.md", import.meta.url);
const DEFAULTS = { operators: "2", sizes: "10,50", faults: "1@1", queued: "25", validators: "0", penalty: "1" };

/** `hardhat run scripts/sandbox/write-page.ts`: plays what the page shows, and writes it there. */
const blocks: string[] = [];
for (const { options, blocks: count } of SHOWN) {
  blocks.push(shownOf(await playSandbox(hre, readChoice({ ...DEFAULTS, ...options })), count));
}
await writeFile(PAGE, withBlocks(await readFile(PAGE, "utf8"), blocks));
