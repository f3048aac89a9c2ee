import { fileURLToPath } from "node:url";
import { workInRepository } from "../demo/caller.ts";
import { toJson } from "../demo/json.ts";
import { progressOn } from "../demo/progress.ts";
import { buildContracts } from "../lib/build.ts";
import { EXIT, Refused } from "../lib/refused.ts";
import type { Attack } from "./attack.ts";
import { type Field, openField } from "./field.ts";
import { type Played, playAttack } from "./play.ts";
import { SOLUTIONS, solutionFileOf, solutionOf, writeStub } from "./solve.ts";
import { filesText, headText, playText } from "./text.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Plays an attack on the twin and on the ladder. Exit 1 when it does not go as it should: won there, lost here. */
export async function show(attack: Attack, asJson: boolean): Promise<number> {
  const field = await prepare();
  if (!asJson) print(`${headText(attack)}\n`);
  const played: Played[] = [];
  for (const side of ["naive", "ours"] as const) {
    const one = await playAttack(field, attack, side);
    played.push(one);
    if (!asJson) print(`${playText(attack, one)}\n`);
  }
  if (asJson) process.stdout.write(toJson({ name: attack.name, title: attack.title, plays: played }));
  else print(filesText(attack));
  const [naive, ours] = played;
  return naive?.won && !ours?.won ? EXIT.done : EXIT.failed;
}

/** Writes a stub where there is none; tries what stands there otherwise. Exit 1 when that does not win. */
export async function solve(attack: Attack, asJson: boolean): Promise<number> {
  if (await writeStub(attack, ROOT)) {
    const stub = solutionFileOf(attack);
    if (asJson) process.stdout.write(toJson({ name: attack.name, stub }));
    else print(`Your stub is ${stub}. Write it, and run this again to try it.`);
    return EXIT.done;
  }
  const field = await prepare(`${SOLUTIONS}: the contracts do not compile; what the compiler says is above.`);
  const exploit = solutionOf(attack);
  if (!(await field.hre.artifacts.artifactExists(exploit)))
    throw new Refused(`${solutionFileOf(attack)} is there, but has no contract ${exploit}.`);
  const naive = await playAttack(field, attack, "naive", exploit);
  const ours = await playAttack(field, attack, "ours", exploit);
  if (asJson) process.stdout.write(toJson({ name: attack.name, solved: naive.won, plays: [naive, ours] }));
  else {
    print(`${playText(attack, naive)}\n\n${playText(attack, ours)}\n`);
    print(naive.won ? "Solved." : `Not solved yet. Nothing was overwritten: go on in ${solutionFileOf(attack)}.`);
    if (ours.won)
      print("It wins on the ladder's vault as well: that is a finding, and SECURITY.md says where to tell it.");
  }
  return naive.won ? EXIT.done : EXIT.failed;
}

async function prepare(onBadBuild?: string): Promise<Field> {
  workInRepository();
  const progress = progressOn(process.stderr);
  progress.stage("compiling the contracts");
  // Hardhat reads its configuration when it is loaded, so wrong options are told before that.
  const { default: hre } = await import("hardhat");
  try {
    await buildContracts(hre);
  } catch (error) {
    if (onBadBuild === undefined) throw error;
    throw new Refused(onBadBuild);
  }
  progress.stage("deploying the ladder");
  const field = await openField(hre);
  progress.clear();
  return field;
}
