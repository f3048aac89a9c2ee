import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { refusalOf } from "../refusal.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, GWEI } from "../../scripts/lib/units.ts";

const KEYS = 4;

/** A vault whose stake is validators of one slot, and nothing else. */
export interface Life extends Ladder {
  readonly keys: { pubkey: string }[];
}

export async function standUpLife(): Promise<Life> {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 70n * ETH });
  await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 30n * ETH });
  const keys = await s.registerKeys(0n, KEYS);
  await s.restaker.restakeEth(0n, 2n);
  return { ...s, keys };
}

/** What may happen in a life; `of` says to which key, `size` how much. */
export interface Act {
  readonly kind: keyof typeof ACTS;
  readonly of: number;
  readonly size: number;
}

const known = async (s: Life, of: number): Promise<bigint | undefined> => {
  const { exists, index } = await s.beacon.indexOf(pubkeyHashOf(s.keys[of]!.pubkey));
  return exists ? index : undefined;
};
/** Does something to a key that rung 1 knows. */
const toKey =
  (act: (s: Life, index: bigint, size: number) => Promise<unknown>) => async (s: Life, of: number, size: number) => {
    const index = await known(s, of);
    if (index !== undefined) await act(s, index, size);
  };
const podOf = async (s: Life) => s.ethers.getContractAt("IEigenPod", await s.delegators[0].pod());
const knownKeys = async (s: Life) => {
  const found: { pubkey: string }[] = [];
  for (const [of, key] of s.keys.entries()) if ((await known(s, of)) !== undefined) found.push(key);
  return found;
};

/** Lazy, late and hostile keepers, validators, users and strangers. */
export const ACTS = {
  stake: (s: Life) => s.restaker.restakeEth(0n, 1n),
  deposit: (s: Life, _of: number, size: number) =>
    s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: BigInt(1 + (size % 40)) * ETH }),
  "some epochs": (s: Life, _of: number, size: number) => s.advanceEpochs(BigInt(1 + (size % 40))),
  "an exit's time": (s: Life) => s.advanceEpochs(300n),
  "a slashed one's time": (s: Life) => s.advanceEpochs(8_200n),
  penalty: toKey((s, index, size) => s.beacon.reportPenalty(index, BigInt(1 + (size % 18)) * GWEI)),
  slashing: toKey((s, index) => s.beacon.reportSlashing(index)),
  ejection: toKey((s, index) => s.beacon.eject(index)),
  sweep: toKey((s, index) => s.beacon.sweep(index)),
  verify: (s: Life, of: number) => s.verifyKeys(0n, [s.keys[of]!]),
  tell: (s: Life, of: number, size: number) => s.proveKeys(0n, [s.keys[of]!], size % 2 === 0 ? "now" : "checkpoint"),
  "begin a checkpoint": (s: Life) => s.delegators[0].startCheckpoint(),
  "go on with it": (s: Life, of: number) => s.proveCheckpoint(0n, [s.keys[of]!]),
  "end it": async (s: Life) => s.proveCheckpoint(0n, await provable(s)),
  gift: async (s: Life, _of: number, size: number) =>
    s.keeper.sendTransaction({ to: await s.delegators[0].pod(), value: BigInt(1 + (size % 5)) * ETH }),
  request: async (s: Life, _of: number, size: number) =>
    s.queue
      .connect(s.bob)
      .request(((await s.vault.balanceOf(s.bob)) * BigInt(1 + (size % 100))) / 100n, s.bob, 0n, FOREVER),
  close: async (s: Life) => {
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
  },
  "ask to leave": async (s: Life, of: number) =>
    s.restaker.exitValidators(0n, [s.keys[of]!.pubkey], { value: await s.beacon.withdrawalRequestFee() }),
  unwind: (s: Life) => s.restaker.unwind(0n, BEACON_CHAIN_ETH_STRATEGY),
  complete: async (s: Life) => {
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
  },
  settle: (s: Life) => s.queue.settle(),
  claim: async (s: Life) => {
    const ids = Array.from({ length: Number(await s.queue.openBatchId()) }, (_, at) => BigInt(at + 1) << 64n);
    for (const id of ids)
      await s.queue
        .connect(s.bob)
        .claim(id, s.bob)
        .catch(() => undefined);
  },
  sync: (s: Life) => s.vault.syncAll(),
  "sync of the slot": (s: Life) => s.vault.sync(s.delegators[0]),
} as const;

/** Does what an act says; what is refused by a named error happens to nobody. @returns the refusal's name */
export async function perform(s: Life, { kind, of, size }: Act): Promise<string | undefined> {
  try {
    await ACTS[kind](s, of % KEYS, size);
    return undefined;
  } catch (thrown) {
    return refusalOf(thrown);
  }
}

async function provable(s: Life) {
  const pod = await podOf(s);
  const found: { pubkey: string }[] = [];
  for (const key of await knownKeys(s)) {
    if ((await pod["validatorStatus(bytes32)"](pubkeyHashOf(key.pubkey))) === 1n) found.push(key);
  }
  return found;
}

/** Whether the core takes no gain of the pod any more: what is there, and comes there, is lost. */
async function isFullySlashed(s: Life): Promise<boolean> {
  const pods = await s.ethers.getContractAt("IEigenPodManager", await s.delegators[0].eigenPodManager());
  return (await pods.beaconChainSlashingFactor(s.delegators[0])) === 0n;
}

/** Diligent keepers: anybody's calls, whatever came before. Nobody can do anything for a pod that is fully slashed. */
export async function mend(s: Life): Promise<void> {
  if (await isFullySlashed(s)) return;
  await s.networkHelpers.time.increase(HOUR);
  await s.proveCheckpoint(0n, await provable(s));
  for (const [of, key] of s.keys.entries()) {
    const index = await known(s, of);
    if (index === undefined) continue;
    await s.beacon.sweep(index).catch(() => undefined);
    for (const tell of [
      () => s.proveKeys(0n, [key], "checkpoint"),
      () => s.verifyKeys(0n, [key]),
      () => s.proveKeys(0n, [key]),
    ])
      await tell().catch((thrown: unknown) => refusalOf(thrown));
  }
  await s.networkHelpers.mine();
  if (await isFullySlashed(s)) return;
  await s.delegators[0].startCheckpoint();
  await s.proveCheckpoint(0n, await provable(s));
  if (await isFullySlashed(s)) return;
  const at = await (await podOf(s)).lastCheckpointTimestamp();
  for (const { pubkeyHash, safeUntil } of await s.unprovenKeys.keysOf(s.delegators[0])) {
    const key = s.keys.find(({ pubkey }) => pubkeyHashOf(pubkey) === pubkeyHash)!;
    if (safeUntil <= at) await s.proveKeys(0n, [key], "checkpoint");
  }
}

/**
 * Every wei: on rung 1, in the pod, idle, and locked for tickets. What waits in the core's queue is in the pod, or on rung 1.
 * Nothing of a pod that is fully slashed: no call of anybody brings it back.
 */
export async function truth(s: Life): Promise<bigint> {
  const has = (one: { target: unknown } | string) =>
    s.ethers.provider.getBalance(typeof one === "string" ? one : String(one.target));
  let sum = (await has(s.delegators[0])) + (await has(s.vault)) + (await has(s.queue));
  if (await isFullySlashed(s)) return sum;
  sum += await has(await s.delegators[0].pod());
  for (const [of] of s.keys.entries()) {
    const index = await known(s, of);
    if (index === undefined) continue;
    const v = await s.beacon.validator(index);
    sum += (v.balanceGwei + v.pendingDepositsGwei) * GWEI;
  }
  return sum;
}

/** What the books say of the same: the slot, idle ETH, and what is locked; undefined while the slot cannot be read. */
export async function books(s: Life): Promise<bigint | undefined> {
  const slot = await s.delegators[0].value().catch(() => undefined);
  if (slot === undefined) return undefined;
  return slot + (await s.vault.totals()).idle + (await s.queue.lockedAssets());
}
