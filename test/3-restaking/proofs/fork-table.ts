import { readFile } from "node:fs/promises";
import { ssz } from "@lodestar/types";
import { balanceInList, balancesInHeader, SHAPES, validatorInState } from "../../../scripts/beacon/proofs/forks.ts";
import { depthOf } from "../../../scripts/beacon/proofs/gindex.ts";

const LAST = 2n ** 40n - 1n;
const MILLION = 1_000_000n;

/** The forks of the page, with the client's type of each. */
const ROWS = [
  { name: "Electra", fork: "electra", type: ssz.electra.BeaconState },
  { name: "Fulu", fork: "electra", type: ssz.fulu.BeaconState },
  { name: "Gloas", fork: "gloas", type: ssz.gloas.BeaconState },
  { name: "Heze", fork: "gloas", type: ssz.heze.BeaconState },
] as const;

const HEAD = [
  "fork",
  "fields",
  "tree",
  "`validators`",
  "`balances`",
  "hashes: validator 0 / 3 / 1,000,000 / last",
  "balances in a block",
  "balance of 0 / 3 / 1,000,000 / last",
  "source",
];

/** The table of forks as the page has it, from the client's types and the version that is installed. */
export async function forkTable(): Promise<string> {
  const manifest = new URL("../../../node_modules/@lodestar/types/package.json", import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const rows = ROWS.map(({ name, fork, type }) => {
    const { progressive, validators, balances } = SHAPES[fork];
    const lengths = (of: (index: bigint) => bigint) => [0n, 3n, MILLION, LAST].map((i) => depthOf(of(i))).join(" / ");
    return [
      name,
      String(Object.keys(type.fields).length),
      progressive ? "progressive" : `height ${depthOf(validators)}`,
      String(validators),
      String(balances),
      lengths((i) => validatorInState(fork, i)),
      String(depthOf(balancesInHeader(fork))),
      lengths((i) => balanceInList(fork, i)),
      `\`@lodestar/types\` ${version}, \`ssz.${name.toLowerCase()}.BeaconState\``,
    ];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = [line(HEAD), line(HEAD.map(() => "---")), ...rows.map(line)].join("\n");
  return `\n${table}\n\n`;
}
