import { writeFile } from "node:fs/promises";
import { makeReady } from "../lib/ready.ts";
import { type Both, exploitsPage, PAGE } from "./page.ts";

/** Plays every attack on both sides and writes docs/exploits.md. */
const hre = await makeReady();
const { openField } = await import("./field.ts");
const { ATTACKS } = await import("./list.ts");
const { playAttack } = await import("./play.ts");
const field = await openField(hre);
const played = new Map<string, Both>();
for (const attack of ATTACKS)
  played.set(attack.name, {
    naive: await playAttack(field, attack, "naive"),
    ours: await playAttack(field, attack, "ours"),
  });
await writeFile(new URL(`../../${PAGE}`, import.meta.url), exploitsPage(played));
