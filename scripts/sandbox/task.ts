import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { ImpossibleChoice, type Options, readChoice } from "./choice.ts";
import { buildContracts } from "../lib/build.ts";
import type { Fallen } from "./play.ts";
import { linesOf } from "./table.ts";

interface Arguments extends Options {
  readonly json: boolean;
}

const IMPOSSIBLE = 2;

/** bigints as decimal strings. */
const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

function print(fallen: readonly Fallen[]): void {
  for (const [index, one] of fallen.entries()) {
    if (index > 0) console.log("");
    for (const line of linesOf(one, index + 1)) console.log(line);
  }
}

/** `hardhat slash-sandbox`: builds, plays on a fresh chain, prints. Exit 2 for a choice that cannot be played. */
export async function runSandbox({ json, ...options }: Arguments, hre: HardhatRuntimeEnvironment): Promise<void> {
  try {
    const choice = readChoice(options);
    await buildContracts(hre);
    const { playSandbox } = await import("./play.ts");
    const fallen = await playSandbox(hre, choice);
    if (json) console.log(JSON.stringify({ choice, blocks: fallen }, plain, 2));
    else print(fallen);
  } catch (error) {
    if (!(error instanceof ImpossibleChoice)) throw error;
    console.error(error.message);
    process.exitCode = IMPOSSIBLE;
  }
}
