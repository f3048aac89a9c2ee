import path from "node:path";
import type { Difference } from "../replay/play/scenario.ts";
import { openCopy } from "./copy.ts";
import { CORE, type Mutation } from "./mutation.ts";

/** What the replay needs of the repository; fewer contracts compile faster. */
const NEEDED = [
  ...["package.json", "tsconfig.json", "hardhat.config.ts", "deploy", "scripts", "test/3-restaking/recordings"],
  ...["contracts/shared", "contracts/1-staking", CORE, "contracts/testing/replay"],
];

/** How a mutation fared: what gave it away, or that nothing did, or why it could not be tried. */
export type Verdict =
  | { readonly is: "killed"; readonly by: Difference }
  | { readonly is: "survived" }
  | { readonly is: "broken"; readonly output: string };

/** A temporary copy of the repository, in which the core can be broken. */
export function openLaboratory() {
  const copy = openCopy(NEEDED);
  const replay = async (): Promise<Verdict> => {
    const { code, stdout, stderr } = await copy.hardhat(["replay", "--first", "--json"]);
    if (!stdout.startsWith("{") || (code !== 0 && code !== 1)) return { is: "broken", output: stdout + stderr };
    const { found, fields } = JSON.parse(stdout) as { found: Difference[]; fields: number };
    if (found[0] !== undefined) return { is: "killed", by: found[0] };
    return fields > 0 ? { is: "survived" } : { is: "broken", output: stdout + stderr };
  };
  return {
    /** Replays the core as it is: builds everything once, and proves that a difference is a mutation's doing. */
    control: replay,
    /** Breaks one token, replays until something differs, and mends it. */
    judge: ({ file, find, replace }: Mutation): Promise<Verdict> =>
      copy.whileChanged({ file: path.posix.join(CORE, file), find, replace }, replay),
    close: copy.close,
  };
}
