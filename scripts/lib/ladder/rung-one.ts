import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { credentialsFor, depositDataFor } from "../../beacon/depositData.ts";
import type { Ladder } from "./ladder.ts";
import { podOf } from "./pod-of.ts";
import { validatorsOf } from "./pods.ts";
import { sent } from "./sent.ts";
import { GWEI } from "../units.ts";

/** The network reports missed duties of a slot's validators. @returns how many there were */
export async function penaliseValidators(ladder: Ladder, slot: bigint, eachWei: bigint): Promise<number> {
  const { beaconChain } = ladder.contracts;
  const validators = await validatorsOf(ladder, slot);
  for (const { index } of validators)
    await sent(beaconChain.connect(ladder.admin).reportPenalty(index, eachWei / GWEI));
  return validators.length;
}

/** The network reports that a slot's first validator signed twice on the beacon chain. */
export async function slashValidator(ladder: Ladder, slot: bigint): Promise<void> {
  const [first] = await validatorsOf(ladder, slot);
  if (!first) throw new Error("the slot has no validator");
  await sent(ladder.contracts.beaconChain.connect(ladder.admin).reportSlashing(first.index));
}

/** Somebody adds ETH to a slot's first validator: a deposit for a key that is there goes to it. */
export async function topUp(ladder: Ladder, slot: bigint, by: HardhatEthersSigner, wei: bigint): Promise<void> {
  const { restaker, beaconChain } = ladder.contracts;
  const [first] = await restaker.queryFilter(restaker.filters.ValidatorStaked(slot));
  if (!first) throw new Error("the slot has no validator");
  const { pod } = await podOf(ladder, slot);
  const { pubkey } = first.args;
  const { credentials, signature, root } = depositDataFor(
    pubkey,
    credentialsFor(1, await pod.getAddress()),
    wei / GWEI,
  );
  await sent(beaconChain.connect(by).deposit(pubkey, credentials, signature, root, { value: wei }));
}

/** The network reports what each of the LST's validators has lost. @returns how many there were */
export async function penalisePool({ contracts, admin }: Ladder, eachWei: bigint): Promise<number> {
  const { stETH, beaconChain } = contracts;
  const { staying, exiting } = await stETH.validators();
  const connected = beaconChain.connect(admin);
  for (const index of [...staying, ...exiting]) await sent(connected.reportPenalty(index, eachWei / GWEI));
  return staying.length + exiting.length;
}

/** The network reports that others with so much effective balance signed twice. */
export async function slashElsewhere({ contracts, admin }: Ladder, wei: bigint): Promise<void> {
  await sent(contracts.beaconChain.connect(admin).reportSlashingElsewhere(wei / GWEI));
}
