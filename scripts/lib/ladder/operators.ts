import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroAddress, ZeroHash } from "ethers";
import { credentialsFor, depositDataFor, pubkeyOf } from "../../beacon/depositData.ts";
import { registrationData } from "../../services/bridge.ts";
import { govern } from "./governor.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

const MIN_ACTIVATION_GWEI = 32n * 10n ** 9n;

/** For an approval that nobody has to sign. */
const NO_EXPIRY = 2n ** 64n - 1n;

/** The operator set of each service: they all number theirs 1. */
export const OPERATOR_SET_ID = 1n;

/**
 * Makes an account an operator of the core. Its allocation delay is what the vault asks for, so that nobody can be
 * exposed to a service sooner than they could leave. @returns the delay in blocks
 */
export async function registerOperator({ contracts }: Ladder, operator: HardhatEthersSigner): Promise<bigint> {
  const { delegation, restaker } = contracts;
  const { reactionBlocks } = await restaker.limits();
  const delayBlocks = (await delegation.minWithdrawalDelayBlocks()) + reactionBlocks;
  await sent(delegation.connect(operator).registerAsOperator(ZeroAddress, delayBlocks, ""));
  return delayBlocks;
}

/** Joins a service's set and allocates a part of the stake to it, in each of its strategies. */
export async function secure(
  { contracts: { allocation } }: Ladder,
  operator: HardhatEthersSigner,
  avs: string,
  magnitudeWad: bigint,
): Promise<void> {
  const operatorSet = { avs, id: OPERATOR_SET_ID };
  const strategies = [...(await allocation.getStrategiesInOperatorSet(operatorSet))];
  const connected = allocation.connect(operator);
  await sent(
    connected.registerForOperatorSets(operator.address, {
      avs,
      operatorSetIds: [OPERATOR_SET_ID],
      data: registrationData(operator.address),
    }),
  );
  const newMagnitudes = strategies.map(() => magnitudeWad);
  await sent(connected.modifyAllocations(operator.address, [{ operatorSet, strategies, newMagnitudes }]));
}

/** Gives an operator a slot of the vault. @returns the number of the slot */
export async function addSlot(
  ladder: Ladder,
  operator: HardhatEthersSigner,
  { weightBps, capWei }: { weightBps: bigint; capWei: bigint },
): Promise<bigint> {
  const { restaker } = ladder.contracts;
  const slot = await restaker.slotCount();
  await govern(ladder, restaker, "addSlot", [operator.address, weightBps, capWei, "0x", NO_EXPIRY, ZeroHash]);
  return slot;
}

/** Registers keys of validators that the vault may stake with in a slot. @returns their public keys */
export async function registerKeys({ contracts, keeper }: Ladder, slot: bigint, count: number): Promise<string[]> {
  const { restaker, depositKeys, pods } = contracts;
  const { delegator, operator } = await restaker.slotAt(slot);
  const credentials = credentialsFor(1, await pods.getPod(delegator));
  const known = Number(await depositKeys.keysOf(slot));
  const keys = Array.from({ length: count }, (_, index) => {
    const pubkey = pubkeyOf(operator, known + index);
    const { signature, root } = depositDataFor(pubkey, credentials, MIN_ACTIVATION_GWEI);
    return { pubkey, signature, depositDataRoot: root };
  });
  await sent(depositKeys.connect(keeper).registerKeys(slot, keys));
  return keys.map(({ pubkey }) => pubkey);
}

/** Gives a slot whose operator is gone to another operator, who holds the vault's stake there from now on. */
export async function redelegate(ladder: Ladder, slot: bigint, operator: HardhatEthersSigner): Promise<void> {
  const { restaker } = ladder.contracts;
  await govern(ladder, restaker, "setOperator", [slot, operator.address, "0x", NO_EXPIRY, ZeroHash]);
}
