import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import hre from "hardhat";
import { RANGES } from "../../deploy/parameters/ranges.ts";
import { RELATIONS } from "../../deploy/parameters/relations.ts";
import { WAD } from "../../scripts/lib/units.ts";

const HOUR = 3_600n;
const DAY = 24n * HOUR;
/** Any account. */
const A = `0x${"11".repeat(20)}`;

type Deploy = (contract: string, args: readonly unknown[]) => Promise<unknown>;
type Try = (deploy: Deploy, value: bigint) => Promise<unknown>;

/** Each number of the table that the chain refuses as well: how it gets there, all else being well. */
async function tries(ethers: HardhatEthers): Promise<Readonly<Record<string, Try>>> {
  const [admin] = await ethers.getSigners();
  const core = await ethers.deployContract("CoreDelayMock", [7_200n]);
  const authority = await ethers.deployContract("AccessManager", [admin!.address]);
  const stops = await ethers.deployContract("StopsMock");
  const parts = Array.from({ length: 9 }, () => A);
  const vault: Try[] = [0, 1, 2].map(
    (place) => (deploy, value) => deploy("Vault", [parts, ...[DAY, DAY, DAY].with(place, value)]),
  );
  // window, lock, door, slowest slash, premium
  const cover = (place: number): Try => {
    const numbers = [7n * DAY, 3n * DAY, DAY, DAY, 1_000n];
    return (deploy, value) => deploy("Cover", [A, core.target, WAD, ...numbers.with(place, value)]);
  };
  const queue =
    (place: number): Try =>
    (deploy, value) =>
      deploy("ExitQueue", [A, A, ...[DAY, WAD, 0n].with(place, value)]);
  const slasher =
    (place: number): Try =>
    (deploy, value) =>
      deploy("InstantSlasher", [A, A, A, A, 1_000_000n, ...[WAD, DAY].with(place, value)]);
  const instant = await ethers.deployContract("InstantExit", [authority.target, A, DAY]);
  const limits =
    (place: number): Try =>
    (_, value) =>
      instant.setLimits(...([WAD, DAY, 10n, 100n].with(place, value) as [bigint, bigint, bigint, bigint]));
  const list =
    (place: number): Try =>
    async (_, value) => {
      const slashingGuard = await ethers.deployContract("SlashingGuard", [authority.target, A, stops.target]);
      return slashingGuard.list(A, ...([HOUR, DAY].with(place, value) as [bigint, bigint]));
    };
  const settings = await ethers.deployContract("VaultSettings", [authority.target, A]);
  const pool = await ethers.deployContract("PoolMock", [A, core.target]);
  return {
    "Staking.totalActiveBalanceGwei": (deploy, value) => deploy("BeaconChain", [A, 1n, value, 0n]),
    "Staking.fork": (deploy, value) => deploy("BeaconChain", [A, 1n, 34n * 10n ** 15n, value]),
    "Services.limitWad": slasher(0),
    "Services.limitWindowSeconds": slasher(1),
    "Vault.dripSeconds": vault[0]!,
    "Vault.quarantineSeconds": vault[1]!,
    "Vault.maxCheckpointAgeSeconds": vault[2]!,
    "Vault.deadGraceSeconds": (deploy, value) => deploy("RunOff", [authority.target, A, value]),
    "Vault.closeIntervalSeconds": queue(0),
    "Vault.leastWaitSeconds": queue(2),
    "Vault.coverWindowSeconds": cover(0),
    "Vault.coverCooldownSeconds": cover(1),
    "Vault.coverUnstakeWindowSeconds": cover(2),
    "Vault.coverPremiumBps": cover(4),
    "Vault.feeBps": (_, value) => settings.setFee(value, A),
    "Vault.instantExitPeriodSeconds": limits(1),
    "Vault.instantExitLeastFeeBps": (_, value) => instant.setLimits(WAD, DAY, value, value),
    "Vault.instantExitGreatestFeeBps": limits(3),
    "Vault.instantExitNewsSeconds": (deploy, value) => deploy("InstantExit", [authority.target, A, value]),
    "Vault.holdBudgetSeconds": list(0),
    "Vault.holdPeriodSeconds": list(1),
    "Defi.twapWindowSeconds": (deploy, value) => deploy("TwapOracle", [pool.target, A, value]),
    "Defi.boundBps": (deploy, value) => deploy("BoundedOracle", [A, A, value]),
  };
}

/** Where the table's error names a contract whose own tests try it, with everything that it needs. */
const ELSEWHERE = [
  "LiquidStaking.bootstrapWei", // test/2-liquid-staking/token.test.ts
  "Services.maximumOperators", // test/4-avs/admission.test.ts
  "Services.bridgeTrustDelaySeconds", // test/4-avs/terms.test.ts
  "Services.oracleDeviationBips", // test/4-avs/oracle/rounds.test.ts
];

/** Tries each number one beyond its range, at the side or sides where the chain can hold it. */
export async function refusedOnChain(): Promise<void> {
  const { ethers } = await hre.network.create();
  const known = await tries(ethers);
  const claimed = RANGES.filter(({ refusedBy }) => refusedBy !== undefined);
  const names = claimed.map(({ module, name }) => `${module}.${name}`).filter((name) => !ELSEWHERE.includes(name));
  expect(Object.keys(known).toSorted()).to.deep.equal(names.toSorted());
  for (const { module, name, least, most, refusedBy } of claimed) {
    const attempt = known[`${module}.${name}`];
    if (attempt === undefined) continue;
    const { contract, error } = refusedBy!;
    if (ELSEWHERE.includes(`${module}.${name}`)) continue;
    const factory = await ethers.getContractFactory(contract);
    const sides = [least - 1n, most + 1n].filter((value) => value >= 0n && !isTaken(module, name, value));
    expect(sides, `${module}.${name}`).not.to.be.empty;
    for (const value of sides) {
      const deploy: Deploy = async (which, args) => (await ethers.getContractFactory(which)).deploy(...args);
      await expect(attempt(deploy, value), `${module}.${name} = ${value}`).to.be.revertedWithCustomError(
        factory,
        error,
      );
    }
  }
  // bounds between parameters have tests of their own; here, that the contract has such an error
  for (const { refusedBy } of RELATIONS) {
    if (refusedBy === undefined) continue;
    const { abi } = await hre.artifacts.readArtifact(refusedBy.contract);
    const errors = abi.flatMap((part) => (part.type === "error" ? part.name : []));
    expect(errors, refusedBy.contract).to.include(refusedBy.error);
  }
}

/** Sides on which the deployment alone refuses, or the chain with another error. */
function isTaken(module: string, name: string, value: bigint): boolean {
  const key = `${module}.${name}`;
  if (key === "Staking.totalActiveBalanceGwei") return value > 32n * 10n ** 9n;
  if (key === "Services.limitWindowSeconds") return value > 0n;
  // a lock that short is shorter than the core's delay, which is found out first
  if (key === "Vault.coverCooldownSeconds") return value < HOUR;
  if (key === "Vault.holdBudgetSeconds") return value > DAY;
  return key === "Vault.holdPeriodSeconds" && value > DAY;
}
