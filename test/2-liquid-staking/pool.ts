import { depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { deployBeacon, MAINNET_ACTIVE_GWEI } from "../1-staking/beacon.ts";
import { ETH_IN_GWEI } from "../../scripts/lib/units.ts";

const FEE_BPS = 1_000n;
export const REPORT_AGE = 36n * 3_600n;
export const BATCH_INTERVAL = 3_600n;
export const BOOTSTRAP = 10n ** 15n;
export const ALL = 1_000n;

export type Pool = Awaited<ReturnType<typeof deployPool>>;

/** Rungs 1 and 2 on a fresh chain: fee 10 %, reports overdue after 36 h, batches close hourly, 8 keys listed. */
export async function deployPool(totalActiveGwei: bigint = MAINNET_ACTIVE_GWEI) {
  const beacon = await deployBeacon(totalActiveGwei);
  const { ethers, deployer, chain } = beacon;
  const [, , , , , guardian, curator, treasury] = await ethers.getSigners();
  if (!guardian || !curator || !treasury) throw new Error("eight accounts are needed");
  const args = [
    await chain.getAddress(),
    guardian.address,
    curator.address,
    treasury.address,
    FEE_BPS,
    REPORT_AGE,
    BATCH_INTERVAL,
  ] as const;
  const stEth = await ethers.deployContract("StakedEther", [...args], { value: BOOTSTRAP });
  const wstEth = await ethers.getContractAt("WrappedStakedEther", await stEth.wrapper());
  const queue = await ethers.getContractAt("UnstakingQueue", await stEth.queue());

  const credentials = await stEth.withdrawalCredentials();
  const keys = Array.from({ length: 8 }, (_, number) =>
    depositDataFor(pubkeyOf("pool", number), credentials, 32n * ETH_IN_GWEI),
  );
  await stEth.connect(curator).registerKeys(
    keys.map((key) => key.pubkey),
    keys.map((key) => key.signature),
  );

  /** Stakes `count` validators with ether of `alice` and waits until each epoch pays them. */
  const stakeActive = async (count: bigint) => {
    await stEth.connect(beacon.alice).submit(ethers.ZeroAddress, { value: count * 32n * 10n ** 18n });
    await stEth.stakeBuffered(count);
    await beacon.advance(11n);
  };
  /** Reports and fills in one block. */
  const reportAndFill = async () => {
    await beacon.provider.request({ method: "evm_setAutomine", params: [false] });
    const sent = [await stEth.report(ALL, { gasLimit: 5_000_000n }), await queue.fill(10n, { gasLimit: 2_000_000n })];
    await beacon.provider.request({ method: "evm_mine", params: [] });
    await beacon.provider.request({ method: "evm_setAutomine", params: [true] });
    return Promise.all(sent.map((transaction) => transaction.wait()));
  };
  return {
    ...beacon,
    deployer,
    guardian,
    curator,
    treasury,
    args,
    stEth,
    wstEth,
    queue,
    keys,
    stakeActive,
    reportAndFill,
  };
}
