import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { brokenParameters } from "../../deploy/parameters/check.ts";
import { RANGES } from "../../deploy/parameters/ranges.ts";
import { RELATIONS } from "../../deploy/parameters/relations.ts";
import type { Given, Range, Refusal, Relation } from "../../deploy/parameters/types.ts";
import { MODULES, type Outcome, tryOut } from "./trial.ts";

type Change = readonly [Pick<Range, "module" | "name">, bigint];
/** A preset's parameters with some of them changed. */
export type Changed = (...changes: readonly Change[]) => Given;

/** What of the ladder's contracts speaks for which others in the table: a bridge's set is a `ServiceManager`'s. */
const SPEAKS_FOR: Readonly<Record<string, readonly string[]>> = {
  Bridge: ["Bridge", "ServiceManager"],
  PriceOracle: ["PriceOracle", "ServiceManager"],
  DataAvailability: ["DataAvailability", "ServiceManager"],
  StakedEther: ["StakedEther", "UnstakingQueue"],
};
const namesOf = (contract: string): readonly string[] => SPEAKS_FOR[contract] ?? [contract];

const isRefusal = (by: Refusal | string): by is Refusal => typeof by !== "string";
const KNOWN = [...RANGES, ...RELATIONS].flatMap(({ refusedBy }) => (isRefusal(refusedBy) ? [refusedBy] : []));
const wasRefused = (outcome: Outcome, { contract, error }: Refusal): boolean =>
  [...outcome].some(([tried, errors]) => namesOf(tried).includes(contract) && errors.includes(error));

/** Nothing that a number's type cannot hold gets as far as a contract. */
async function outcomeOf(ethers: HardhatEthers, given: Given, module: Range["module"]): Promise<Outcome | undefined> {
  return tryOut(ethers, given, [module]).catch((thrown: unknown) => {
    if ((thrown as { code?: string }).code === "INVALID_ARGUMENT") return undefined;
    throw thrown;
  });
}

/** Each range of the table that a contract is said to refuse, one beyond it: refused on one side at least, with that error. */
export async function refusesBeyondRanges(ethers: HardhatEthers, change: Changed): Promise<void> {
  for (const range of RANGES) {
    const { module, name, least, most, refusedBy } = range;
    if (!isRefusal(refusedBy)) continue;
    const beyond = [least - 1n, most + 1n].filter((value) => value >= 0n);
    let refused = false;
    for (const value of beyond) {
      const outcome = await outcomeOf(ethers, change([range, value]), module);
      refused ||= outcome !== undefined && wasRefused(outcome, refusedBy);
    }
    expect(refused, `${module}.${name}: ${refusedBy.contract} refuses with ${refusedBy.error}`).to.equal(true);
  }
}

/** The last value within a relation's bound, and the first beyond it. */
export function aroundBound({ is }: Relation, bound: bigint): readonly [within: bigint, beyond: bigint] {
  if (is === "at most") return [bound, bound + 1n];
  if (is === "at least") return [bound, bound - 1n];
  return is === "more than" ? [bound + 1n, bound] : [bound, bound + 1n];
}

/** Whether a bound is the same from one block to the next: the time of the latest block is not. */
export const standsStill = ({ name }: Relation): boolean => name !== "genesisTime";

/** Each relation that a contract is said to refuse: taken on its bound, refused with that error one beyond it. */
export async function refusesBeyondBounds(ethers: HardhatEthers, changes: readonly Changed[]): Promise<void> {
  for (const relation of RELATIONS.filter(standsStill)) {
    const { module, name, refusedBy } = relation;
    if (!isRefusal(refusedBy)) continue;
    const change = changes.find((one) => relation.of(one()) !== undefined)!;
    const [within, beyond] = aroundBound(relation, relation.of(change())!);
    const label = `${module}.${name}: ${refusedBy.contract}.${refusedBy.error}`;
    const taken = (await outcomeOf(ethers, change([relation, within]), module))!;
    expect(wasRefused(taken, refusedBy), `${label} at ${within}`).to.equal(false);
    // of two errors that a value calls for, a contract has one first
    const refused = (await outcomeOf(ethers, change([relation, beyond]), module))!;
    const others = KNOWN.filter(({ contract }) => contract === refusedBy.contract);
    expect(
      others.some((one) => wasRefused(refused, one)),
      `${label} at ${beyond}`,
    ).to.equal(true);
  }
}

/**
 * Every contract takes what the table takes, and refuses what the table says that it refuses, with an error that the table
 * names.
 *
 * @returns how many contracts refused
 */
export async function agreesOnChain(ethers: HardhatEthers, given: Given): Promise<number> {
  const broken = brokenParameters(given, false);
  const outcome = await tryOut(ethers, given, MODULES);
  let refusals = 0;
  for (const [contract, errors] of outcome) {
    const names = namesOf(contract);
    const causes = broken.flatMap(({ refusedBy, cause }) =>
      isRefusal(refusedBy) && names.includes(refusedBy.contract) ? [cause] : [],
    );
    expect(errors.length > 0, `${contract}: ${errors.join() || "taken"}; by the table: ${causes.join(" ")}`).to.equal(
      causes.length > 0,
    );
    const known = KNOWN.filter((one) => names.includes(one.contract)).map(({ error }) => error);
    for (const error of errors) expect(known, contract).to.include(error);
    if (errors.length > 0) ++refusals;
  }
  return refusals;
}
