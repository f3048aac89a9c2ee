import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Attack, twinFileOf } from "./attack.ts";
import { goalText } from "./text.ts";

/** Where exploits of readers lie: compiled with all else, and in no commit. */
export const SOLUTIONS = "contracts/attacks/solutions";

/** The contract that a reader writes for an attack. */
export const solutionOf = (attack: Attack): string => `Solve${attack.exploit}`;
export const solutionFileOf = (attack: Attack): string => `${SOLUTIONS}/${solutionOf(attack)}.sol`;

/** A contract that compiles and does nothing, with all that is needed to write it. */
export function stubOf(attack: Attack): string {
  const story = attack.moves.flatMap(({ says }, index) => [`/// turn ${index}`, `///   ${says}`]);
  return `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Your exploit of ${attack.name}
/// @notice The twin is ${twinFileOf(attack)}. You begin with ${attack.purse} wei here, in this contract.
/// ${attack.othersAre === undefined ? "`others` is empty." : `\`others\` has ${attack.othersAre}.`}
///
/// The story, and when you are called:
${story.join("\n")}
/// turn ${attack.moves.length}
///
/// You have won when, on the twin, ${attack.goals.map(goalText).join(", and ")}.
contract ${solutionOf(attack)} is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        // \`_deposit\`, \`_exit\`, \`_request\` and \`_shares\` are Exploit's; \`vault\`, \`queue\` and \`exits\` are what you attack
        if (number == 0) return;
    }
}
`;
}

/** Writes the stub, unless there is a file. @returns whether it was written */
export async function writeStub(attack: Attack, root: string): Promise<boolean> {
  const file = path.join(root, solutionFileOf(attack));
  if (existsSync(file)) return false;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, stubOf(attack), { flag: "wx" });
  return true;
}
