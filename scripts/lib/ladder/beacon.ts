import type { EthereumProvider } from "hardhat/types/providers";
import type { ProvableBlock } from "../../beacon/proofs/prove.ts";
import { NEVER } from "../../beacon/proofs/forks.ts";
import { keepBlocks } from "../../beacon/state/kept.ts";
import { newParentRoots, type RootedBlock } from "../../beacon/state/parent-roots.ts";
import { newBeaconView } from "../../beacon/state/view.ts";
import { BLOCK_SECONDS, isSteady } from "./clock.ts";
import type { Ladder } from "./ladder.ts";

/** Beacon blocks of a ladder's chain, to prove against. */
export interface Beacon {
  /** Behind the latest block's timestamp: the state of its parent. */
  latest(): Promise<RootedBlock>;
  /** Behind the next block's, which comes a slot after the latest one. */
  next(): Promise<RootedBlock>;
  /** Behind the timestamp of a block. */
  of(number: number): Promise<RootedBlock>;
  /** That of a block, whose root somebody has kept already. */
  behind(number: number): Promise<ProvableBlock>;
}

const known = new WeakMap<object, Promise<Beacon>>();

/** The states of a ladder's beacon chain, built from its events once and then brought up to date. */
export function beaconOf(ladder: Ladder): Promise<Beacon> {
  const { beaconChain } = ladder.contracts;
  const found = known.get(beaconChain) ?? open(ladder);
  known.set(beaconChain, found);
  return found;
}

/** What a served chain's clock says, which goes on between blocks; one that is kept steady has none. */
async function clockOf(provider: EthereumProvider): Promise<number> {
  if (isSteady(provider)) return 0;
  const pending = await provider.request({ method: "eth_getBlockByNumber", params: ["pending", false] });
  return Number((pending as { timestamp: string }).timestamp);
}

async function open({ ethers, provider, contracts: { beaconChain, pods } }: Ladder): Promise<Beacon> {
  const implementation = await ethers.getContractAt("EigenPod", await pods.podImplementation());
  const gloasTimestamp = await implementation.gloasTimestamp().catch(() => NEVER);
  const blockAt = async (number: number | "latest") => (await ethers.provider.getBlock(number))!;
  const view = keepBlocks(
    () => newBeaconView(beaconChain, { gloasTimestamp }),
    async (number) => (await blockAt(number)).hash!,
  );
  const roots = newParentRoots(provider, view);
  return {
    latest: async () => roots.of((await blockAt("latest")).number),
    of: roots.of,
    next: async () => {
      const soonest = (await blockAt("latest")).timestamp + BLOCK_SECONDS;
      return roots.next(BigInt(Math.max(soonest, await clockOf(provider))));
    },
    behind: (number) => view.blockAfter(number - 1),
  };
}
