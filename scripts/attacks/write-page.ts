import { writeFile } from "node:fs/promises";
import hre from "hardhat";
import { openField } from "./field.ts";
import { ATTACKS } from "./list.ts";
import { type Both, exploitsPage, PAGE } from "./page.ts";
import { playAttack } from "./play.ts";

/** Plays every attack on both sides and writes docs/exploits.md. */
const field = await openField(hre);
const played = new Map<string, Both>();
for (const attack of ATTACKS)
  played.set(attack.name, {
    naive: await playAttack(field, attack, "naive"),
    ours: await playAttack(field, attack, "ours"),
  });
await writeFile(new URL(`../../${PAGE}`, import.meta.url), exploitsPage(played));
