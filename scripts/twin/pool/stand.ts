import { newChain } from "../../../model/1-staking/new-chain.ts";
import { newPool, type PoolState } from "../../../model/2-liquid-staking/pool.ts";
import type { Block } from "../../../model/shared/machine.ts";
import { ETH, ETH_IN_GWEI } from "../../lib/units.ts";
import { type Chain, openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import type { Deployed } from "./look.ts";
import { type Post, postOf } from "./sent.ts";

const BEGIN = 1_900_000_000n;
const GENESIS = BEGIN - 384n * 20_000n;
const TOTAL_GWEI = 1_000_000n * ETH_IN_GWEI;
const RESERVE = 100n * ETH;
const BOOTSTRAP = 10n ** 15n;
const BATCH_INTERVAL = 3_600n;
const REPORT_AGE = 36n * 3_600n;

export interface Cast {
  readonly people: readonly string[];
  readonly guardian: string;
  readonly curator: string;
  readonly network: string;
}

/** The LST over the beacon chain, just deployed, and the same in the model. */
export interface PoolStand extends Post {
  readonly chain: Chain;
  /** Where a Lens stands. */
  readonly lens: string;
  readonly cast: Cast;
  readonly deployed: Deployed;
  readonly fresh: PoolState;
  readonly block: Block;
}

export async function standUpPool(): Promise<PoolStand> {
  const chain = await openChainOfAnyTimeAt(BEGIN);
  const { ethers } = chain.connection;
  const signers = (await ethers.getSigners()).slice(0, 7);
  const [network, guardian, curator, treasury, ...people] = signers.map(({ address }) => address.toLowerCase()) as [
    string,
    string,
    string,
    string,
    ...string[],
  ];
  const beacon = await ethers.deployContract("BeaconChain", [network, GENESIS, TOTAL_GWEI, 0n], { value: RESERVE });
  const args = [beacon.target, guardian, curator, treasury, 1_000n, REPORT_AGE, BATCH_INTERVAL] as const;
  await chain.setNextTime(BEGIN + 3_600n);
  const stEth = await ethers.deployContract("StakedEther", [...args], { value: BOOTSTRAP });
  const wstEth = await ethers.getContractAt("WrappedStakedEther", await stEth.wrapper());
  const queue = await ethers.getContractAt("UnstakingQueue", await stEth.queue());
  const lens = await ethers.deployContract("Lens");
  const placed = { stEth, wstEth, queue, rungOne: beacon };
  const deployed = Object.fromEntries(
    Object.entries(placed).map(([name, one]) => [name, { at: String(one.target).toLowerCase(), abi: one.interface }]),
  ) as unknown as Deployed;
  for (const account of [network, guardian, curator, ...people]) await chain.setBalance(account, 10n ** 7n * ETH);

  const config = { at: deployed.rungOne.at, network, genesisTime: GENESIS, totalActiveBalanceGwei: TOTAL_GWEI };
  const fresh = newPool(
    {
      ...{ stEth: deployed.stEth.at, wstEth: deployed.wstEth.at, queue: deployed.queue.at },
      ...{ guardian, curator, treasury },
      ...{ feeBps: 1_000n, maxReportAgeSeconds: REPORT_AGE, batchIntervalSeconds: BATCH_INTERVAL },
    },
    newChain(config, "electra", RESERVE),
    BOOTSTRAP,
    await stEth.lastReportTimestamp(),
  );
  const { chainId } = await ethers.provider.getNetwork();
  return {
    ...postOf(deployed, chainId, signers, people),
    chain,
    lens: String(lens.target),
    cast: { people, guardian, curator, network },
    deployed,
    fresh,
    block: { number: await chain.blockNumber(), timestamp: BEGIN + 86_400n },
  };
}
