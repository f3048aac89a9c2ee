import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { type ContractTransactionResponse, getAddress, toBeHex, zeroPadValue } from "ethers";
import hre from "hardhat";
import type { Cover, InstantExit } from "../../../typechain-types/index.ts";
import { prove, signTwice } from "../../lib/ladder/bridge.ts";
import { advanceBlocks } from "../../lib/ladder/clock.ts";
import { depositEth, depositLst, request, stake } from "../../lib/ladder/holders.ts";
import { restake, settle, syncAll } from "../../lib/ladder/keepers.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { report, stakePool } from "../../lib/ladder/lst.ts";
import { openLadder } from "../../lib/ladder/open.ts";
import { inOneBlock } from "../../lib/ladder/one-block.ts";
import { openBridge } from "../../lib/ladder/open-service.ts";
import { addSlot, registerOperator, secure } from "../../lib/ladder/operators.ts";
import { sent } from "../../lib/ladder/sent.ts";
import { type Following, must } from "../row.ts";
import { ETH, WAD } from "../../lib/units.ts";

const DAY_BLOCKS = 7_200n;
const CAP_WEI = 50_000n * ETH;
export const FOREVER = 2n ** 40n;
/** The most sets that the vault lets an operator be in. */
const SETS_OF_OPERATOR = 8;

/** The most operators of a set in the local preset. */
const MEMBERS_OF_SET = 16;

/** How large the world around a measured call is. */
export interface Size {
  readonly operators: number;
  readonly services: number;
  /** Whether stake of every slot is on its way out, in one withdrawal each; it is unless said otherwise. */
  readonly isUnwinding?: boolean;
}

/** The shipped local deployment after a gain and a loss, with holders, idle ETH and a funded cover. */
export interface VaultWorld extends Size {
  readonly ladder: Ladder;
  readonly cover: Cover;
  readonly instantExit: InstantExit;
  readonly operatorKeys: readonly HardhatEthersSigner[];
  /** Hold shares; bob has no ticket yet. */
  readonly alice: HardhatEthersSigner;
  readonly bob: HardhatEthersSigner;
  /** Has never been here. */
  readonly carol: HardhatEthersSigner;
  /** Sends a call in a block that begins with a full sync. */
  readonly inSyncedBlock: (
    send: (overrides: { gasLimit: bigint }) => Promise<ContractTransactionResponse>,
  ) => Promise<Following>;
  /** Lets the interval pass and closes the open batch. */
  readonly closeBatch: () => Promise<void>;
  /** Lets blocks pass. */
  readonly pass: (blocks: bigint) => Promise<void>;
}

/** An address that nobody has a key for, by a number. */
function stranger(number: number): string {
  return getAddress(zeroPadValue(toBeHex(0x5eed_0000_0000_0000n + BigInt(number)), 20));
}

/** The first operators are accounts of the network, for who is slashed has to sign; others only send. */
async function operatorKeysOf({ ethers, provider, others }: Ladder, count: number): Promise<HardhatEthersSigner[]> {
  const keys = others.slice(3, 3 + count);
  for (let number = keys.length; number < count; ++number) {
    const address = stranger(number);
    await provider.request({ method: "hardhat_setBalance", params: [address, toBeHex(100n * ETH)] });
    keys.push(await ethers.getImpersonatedSigner(address));
  }
  return keys;
}

/** The bridge of the deployment, and others like it until there are `count`. */
async function servicesOf(ladder: Ladder, count: number): Promise<string[]> {
  const services = [ladder.addresses.bridge];
  const strategies = [ladder.addresses.wstEthStrategy];
  while (services.length < count) services.push(await (await openBridge(ladder, WAD / 10n, strategies)).getAddress());
  return services;
}

/**
 * Operators with equal weight, each behind as many services as the vault allows, so that every service has one. A service
 * takes so many operators and no more: those beyond them secure nothing.
 */
async function openSlots(ladder: Ladder, keys: readonly HardhatEthersSigner[], services: number): Promise<void> {
  const avss = await servicesOf(ladder, services);
  const each = Math.min(services, SETS_OF_OPERATOR);
  let delayBlocks = 0n;
  for (const [index, key] of keys.entries()) {
    delayBlocks = await registerOperator(ladder, key);
    // the first set of every operator but the first differs, so that services beyond the eighth are served too
    const first = index === 0 ? 0 : index * each;
    for (let number = 0; number < each && index * each < MEMBERS_OF_SET * services; ++number) {
      await secure(ladder, key, avss[(first + number) % services]!, WAD / BigInt(SETS_OF_OPERATOR));
    }
  }
  await advanceBlocks(ladder.provider, delayBlocks + 1n);
  const part = 10_000n / BigInt(keys.length);
  const rest = 10_000n - part * BigInt(keys.length);
  for (const [index, key] of keys.entries()) {
    await addSlot(ladder, key, { weightBps: index === 0 ? part + rest : part, capWei: CAP_WEI });
  }
}

/** Lets the LST's pool earn for a quarter of a day and report it; the vault finds the gain, and it begins to drip. */
async function gain(ladder: Ladder): Promise<void> {
  await advanceBlocks(ladder.provider, DAY_BLOCKS / 4n);
  await report(ladder);
  await syncAll(ladder);
}

const inSyncedBlock =
  (ladder: Ladder): VaultWorld["inSyncedBlock"] =>
  async (send) => {
    const gas = { gasLimit: 8_000_000n };
    const sent: ContractTransactionResponse[] = [];
    await inOneBlock(ladder, async () => {
      sent.push(await ladder.contracts.vault.connect(ladder.keeper).syncAll(gas), await send(gas));
      return sent;
    });
    const [sync, transaction] = sent;
    return { transaction: transaction!, after: [sync!] };
  };

const closeBatch = (ladder: Ladder) => async (): Promise<void> => {
  const { exitQueue } = ladder.contracts;
  await advanceBlocks(ladder.provider, (await exitQueue.closeIntervalSeconds()) / 12n + 1n);
  await sent(exitQueue.connect(ladder.keeper).close());
};

/** Stake of every slot begins to leave, one withdrawal each, for a batch that idle ETH then pays. */
async function unwindOnce(ladder: Ladder, alice: HardhatEthersSigner, slots: number): Promise<void> {
  const { restaker } = ladder.contracts;
  await request(ladder, alice, 5n * ETH * BigInt(slots));
  await closeBatch(ladder)();
  for (let slot = 0; slot < slots; ++slot) {
    await sent(restaker.connect(ladder.keeper).unwind(slot, ladder.addresses.wstEthStrategy));
  }
}

async function withBalance(ladder: Ladder, signer: HardhatEthersSigner): Promise<HardhatEthersSigner> {
  const wei = toBeHex(200_000n * ETH);
  await ladder.provider.request({ method: "hardhat_setBalance", params: [signer.address, wei] });
  return signer;
}

/**
 * Deploys the shipped local preset and plays: operators stake LST for the vault, each with one withdrawal under way; a
 * gain; a slash, of which cover pays a part and shares the rest; a second gain, half of which still drips.
 */
export async function prepareVault({ operators, services, isUnwinding = true }: Size): Promise<VaultWorld> {
  const ladder = await openLadder(hre, "local");
  const { ethers, contracts, others } = ladder;
  const [alice, bob, carol] = others;
  if (!alice || !bob || !carol) throw new Error("the network has too few accounts for alice, bob and carol");
  for (const holder of [alice, bob]) await withBalance(ladder, holder);
  const operatorKeys = await operatorKeysOf(ladder, operators);
  const world: VaultWorld = {
    ...{ ladder, operators, services, isUnwinding, operatorKeys, alice, bob, carol },
    ...{ inSyncedBlock: inSyncedBlock(ladder), closeBatch: closeBatch(ladder) },
    pass: (blocks) => advanceBlocks(ladder.provider, blocks),
    cover: await ethers.getContractAt("Cover", await contracts.vault.cover()),
    instantExit: await ethers.getContractAt("InstantExit", await contracts.vault.instantExit()),
  };
  await openSlots(ladder, operatorKeys, services);
  await report(ladder);
  await syncAll(ladder);
  await depositLst(ladder, alice, await stake(ladder, alice, 40n * ETH * BigInt(operators)));
  await stakePool(ladder);
  for (let slot = 0; slot < operators; ++slot) await restake(ladder, BigInt(slot));
  if (isUnwinding) await unwindOnce(ladder, alice, operators);
  await advanceBlocks(ladder.provider, 5n * DAY_BLOCKS);
  await gain(ladder);
  for (const holder of [alice, bob]) await depositEth(ladder, holder, 10_000n * ETH);
  await settle(ladder);
  await sent(world.cover.connect(ladder.admin).fund({ value: ETH / 10n }));
  const [first] = operatorKeys;
  await prove(ladder, ladder.keeper, first!.address, await signTwice(ladder, first!, 1n));
  await syncAll(ladder);
  await sent(world.cover.connect(ladder.admin).fund({ value: ETH }));
  await gain(ladder);
  await assertShipped(world);
  return world;
}

/** What every row says of the world, read from the chain. */
async function assertShipped(world: VaultWorld): Promise<void> {
  const { ladder, cover, instantExit, operators, isUnwinding, bob, carol } = world;
  const { vault, settings, restaker, delegation, tickets, lstReserve } = ladder.contracts;
  const { lockedProfit } = await vault.totals();
  must(lockedProfit > 0n, "a gain drips (U is not 0)");
  must((await vault.rate()) !== WAD, "the rate is not 1");
  must((await vault.lossFactor()) < 10n ** 27n, "a loss was taken");
  must((await cover.available()) > 0n, "cover is on");
  must((await vault.feeBps()) > 0n, "the fee is on");
  must((await lstReserve.capAssets()) > 0n && (await instantExit.roomNow()).assets > 0n, "limits are on");
  must((await settings.authority()) === ladder.addresses.authority, "access is managed");
  must((await restaker.slotCount()) === BigInt(operators), `${operators} operators`);
  for (let slot = 0; slot < operators; ++slot) {
    const { delegator } = await restaker.slotAt(slot);
    const open = (await delegation.getQueuedWithdrawalRoots(delegator)).length;
    must(open === (isUnwinding ? 1 : 0), isUnwinding ? "one open withdrawal each" : "no open withdrawal");
  }
  must((await tickets.balanceOf(bob)) === 0n, "bob holds no ticket");
  must((await vault.balanceOf(carol)) === 0n, "carol holds nothing");
}

/** Tickets of `shares` each in the open batch, of owners in turn, made in as few transactions as fit. */
export async function issueTickets(
  { ladder, alice }: VaultWorld,
  { count, owners, shares }: { count: number; owners: number; shares: bigint },
): Promise<void> {
  const { exitQueue } = ladder.contracts;
  const queue = exitQueue.connect(alice);
  const perOwner = Math.ceil(count / owners);
  const most = 250;
  for (let owner = 0; owner < owners; ++owner) {
    const own = Math.min(perOwner, count - owner * perOwner);
    for (let made = 0; made < own; made += most) {
      const list = Array.from({ length: Math.min(most, own - made) }, () => shares);
      await sent(queue.requestMany(list, stranger(1_000 + owner), 0n, FOREVER, { gasLimit: 16_000_000n }));
    }
  }
}
