import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Bridge } from "../../typechain-types/index.ts";
import { advanceBlocks, blocksToNextEpoch } from "../lib/ladder/clock.ts";
import { depositEth, depositLst, request, stake } from "../lib/ladder/holders.ts";
import { restake, syncAll, unwind } from "../lib/ladder/keepers.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { openBridge } from "../lib/ladder/open-service.ts";
import { openLadder } from "../lib/ladder/open.ts";
import { addSlot, registerKeys, registerOperator, secure } from "../lib/ladder/operators.ts";
import { checkpoint, verifyNew } from "../lib/ladder/pods.ts";
import { sent } from "../lib/ladder/sent.ts";
import type { Choice } from "./choice.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, WAD } from "../lib/units.ts";

const CAP_WEI = 10_000n * ETH;
const VALIDATOR_WEI = 32n * ETH;
/** A deposit is a validator that earns ten epochs later; one more for the epoch that has begun, one to be sure. */
const ACTIVATION_BLOCKS = 12n * 32n;

/** Who puts how much in as wstETH, in wei of ETH; of the native ETH, if there is any, each has the same part. */
const DEPOSITS_WEI = { alice: 60n * ETH, bob: 40n * ETH } as const;

/** The ladder with everybody in place, and nobody at fault yet. */
export interface Stage {
  readonly ladder: Ladder;
  readonly operators: readonly HardhatEthersSigner[];
  readonly services: readonly Bridge[];
  readonly holders: Readonly<Record<keyof typeof DEPOSITS_WEI, HardhatEthersSigner>>;
}

/** Everybody's native ETH becomes validators, as many with each operator, active and proven. */
async function stakeNative(
  ladder: Ladder,
  { alice, bob }: Stage["holders"],
  { operators, validators }: Choice,
): Promise<void> {
  if (validators === 0) return;
  const all = VALIDATOR_WEI * BigInt(validators * operators);
  const ofAlice = (all * DEPOSITS_WEI.alice) / (DEPOSITS_WEI.alice + DEPOSITS_WEI.bob);
  await depositEth(ladder, alice, ofAlice);
  await depositEth(ladder, bob, all - ofAlice);
  for (let slot = 0; slot < operators; ++slot) {
    await registerKeys(ladder, BigInt(slot), validators);
    await sent(ladder.contracts.restaker.connect(ladder.keeper).restakeEth(slot, validators));
  }
  await advanceBlocks(ladder.provider, ACTIVATION_BLOCKS);
  for (let slot = 0; slot < operators; ++slot) await verifyNew(ladder, BigInt(slot));
  await atRest(ladder, operators);
}

/** A new epoch, in which everything that validators have earned is proven and read: what follows within it is no reward. */
export async function atRest(ladder: Ladder, operators: number): Promise<void> {
  const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
  const genesis = await ladder.contracts.beaconChain.genesisTime();
  await advanceBlocks(ladder.provider, blocksToNextEpoch(BigInt(timestamp), genesis));
  for (let slot = 0; slot < operators; ++slot) await checkpoint(ladder, BigInt(slot));
  await syncAll(ladder);
}

/** Puts a part of alice's shares on the way out: requested, batch closed, stake queued in the core. */
async function queueExits(ladder: Ladder, alice: HardhatEthersSigner, percent: number, slots: number): Promise<void> {
  if (percent === 0) return;
  const { vault, exitQueue } = ladder.contracts;
  await request(ladder, alice, ((await vault.balanceOf(alice)) * BigInt(percent)) / 100n);
  await advanceBlocks(ladder.provider, (await exitQueue.closeIntervalSeconds()) / 12n + 1n);
  await sent(exitQueue.connect(ladder.keeper).close());
  for (let slot = 0; slot < slots; ++slot) await unwind(ladder, BigInt(slot));
  await syncAll(ladder);
}

/**
 * Stands the ladder up on a fresh chain: operators with equal weight in the vault, each with an equal part of its stake
 * behind every service; alice's and bob's ETH in validators and their wstETH restaked; alice on her way out as far as
 * asked.
 */
export async function setStage(hre: HardhatRuntimeEnvironment, choice: Choice): Promise<Stage> {
  const ladder = await openLadder(hre, "local");
  const operators = ladder.others.slice(0, choice.operators);
  const [alice, bob] = ladder.others.slice(choice.operators);
  if (!alice || !bob) throw new Error("the network has too few accounts for alice and bob");
  const services: Bridge[] = [];
  const { wstEthStrategy } = ladder.addresses;
  const strategies = choice.validators === 0 ? [wstEthStrategy] : [BEACON_CHAIN_ETH_STRATEGY, wstEthStrategy];
  for (const sizeWad of choice.sizesWad) services.push(await openBridge(ladder, sizeWad, strategies));

  let delayBlocks = 0n;
  for (const operator of operators) {
    delayBlocks = await registerOperator(ladder, operator);
    for (const service of services) {
      await secure(ladder, operator, await service.getAddress(), WAD / BigInt(services.length));
    }
  }
  await advanceBlocks(ladder.provider, delayBlocks + 1n);
  const weightBps = 10_000n / BigInt(operators.length);
  for (const operator of operators) await addSlot(ladder, operator, { weightBps, capWei: CAP_WEI });

  await syncAll(ladder);
  const holders = { alice, bob };
  await depositLst(ladder, alice, await stake(ladder, alice, DEPOSITS_WEI.alice));
  await depositLst(ladder, bob, await stake(ladder, bob, DEPOSITS_WEI.bob));
  await stakeNative(ladder, holders, choice);
  for (let slot = 0; slot < operators.length; ++slot) await restake(ladder, BigInt(slot));
  await syncAll(ladder);
  await queueExits(ladder, alice, choice.queuedPercent, operators.length);
  return { ladder, operators, services, holders };
}
