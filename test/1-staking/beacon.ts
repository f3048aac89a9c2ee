import { network } from "hardhat";
import { credentialsFor, depositDataFor, pubkeyHashOf, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { ETH_IN_GWEI } from "../../scripts/lib/units.ts";

const GENESIS = 1_606_824_023n;
const EPOCH_SECONDS = 384n;
const SLOT_SECONDS = 12n;
export const FAR_FUTURE = 2n ** 64n - 1n;
/** 34 million ETH: base reward 347 gwei an increment, churn 256 ETH an epoch. */
export const MAINNET_ACTIVE_GWEI = 34_000_000n * ETH_IN_GWEI;

/** Numbers of forks, as a deployment names them. */
export const FORK = { electra: 0n, gloas: 1n } as const;

/** Rung 1 on a fresh chain, with 1,000 ETH to pay rewards from, and the time set to an epoch's second slot. */
export async function deployBeacon(
  totalActiveGwei: bigint = MAINNET_ACTIVE_GWEI,
  reserveEther = 1_000n,
  fork: bigint = FORK.electra,
) {
  const connection = await network.create();
  const { ethers, networkHelpers, provider, ignition } = connection;
  const [deployer, authority, alice, bob, carol] = await ethers.getSigners();
  if (!deployer || !authority || !alice || !bob || !carol) throw new Error("five accounts are needed");
  const chain = await ethers.deployContract("BeaconChain", [authority.address, GENESIS, totalActiveGwei, fork], {
    value: reserveEther * 10n ** 18n,
  });

  const epochStart = (epoch: bigint) => GENESIS + epoch * EPOCH_SECONDS;
  /** Mines a block in the second slot of `epoch`: what is deposited in the first one is final an epoch earlier. */
  const toEpoch = async (epoch: bigint) => networkHelpers.time.increaseTo(epochStart(epoch) + SLOT_SECONDS);
  const advance = async (epochs: bigint) => toEpoch((await chain.currentEpoch()) + epochs);

  /** Deposits for key `number` with credentials of `type` for `recipient`; returns the index. */
  const deposit = async (
    number: number,
    { ether = 32n, type = 1, recipient = alice.address }: { ether?: bigint; type?: 1 | 2; recipient?: string } = {},
  ) => {
    const data = depositDataFor(pubkeyOf("test", number), credentialsFor(type, recipient), ether * ETH_IN_GWEI);
    await chain.deposit(data.pubkey, data.credentials, data.signature, data.root, { value: ether * 10n ** 18n });
    return (await chain.indexOf(pubkeyHashOf(data.pubkey))).index;
  };
  /** Deposits and waits until the validator has been active for an epoch: from now on each epoch pays. */
  const activate = async (...args: Parameters<typeof deposit>) => {
    const index = await deposit(...args);
    await advance(11n);
    return index;
  };

  await advance(1n);
  return {
    ethers,
    networkHelpers,
    provider,
    ignition,
    chain,
    deployer,
    authority,
    alice,
    bob,
    carol,
    toEpoch,
    advance,
    epochStart,
    deposit,
    activate,
  };
}
