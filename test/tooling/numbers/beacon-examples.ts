/** The examples of rung 1's page, played on its model. Amounts are gwei, times epochs. */
import * as C from "../../../model/1-staking/consensus.ts";
import { depositEpochFor } from "../../../model/1-staking/deposits.ts";
import { exitEpochFor } from "../../../model/1-staking/exits.ts";
import { Beacon } from "./beacon.ts";

const LEAST = C.MIN_ACTIVATION_BALANCE;
const HALF = C.EPOCHS_PER_SLASHINGS_VECTOR / 2n;

/** How long after a deposit in a slot it is applied. */
export function appliedAfter(slot: bigint): bigint {
  const chain = new Beacon();
  chain.pass(10n);
  chain.slot = slot;
  chain.deposit(0, LEAST);
  return chain.until(() => chain.standing(0).effectiveGwei > 0n);
}

/** What lies between the steps of a validator's life, and what it earns. */
export function life() {
  const chain = new Beacon();
  chain.deposit(0, LEAST);
  chain.until(() => chain.standing(0).effectiveGwei > 0n);
  const { activationEpoch } = chain.standing(0);
  const active = activationEpoch - chain.epoch;
  chain.until(() => chain.standing(0).balanceGwei > LEAST);
  const firstPay = chain.epoch - activationEpoch;
  const reward = chain.standing(0).balanceGwei - LEAST;
  chain.pass(C.SHARD_COMMITTEE_PERIOD);
  const asked = chain.epoch;
  chain.leave(0);
  const { exitEpoch, withdrawableEpoch } = chain.standing(0);
  chain.epoch = exitEpoch;
  const lastPay = chain.until(() => chain.change(0) === 0n);
  return { active, firstPay, lastPay, reward, out: exitEpoch - asked, withdrawable: withdrawableEpoch - exitEpoch };
}

/** How long who asks to leave waits when so much of others was slashed before. */
export function outAfter(slashedElsewhere: bigint): bigint {
  const chain = new Beacon();
  if (slashedElsewhere > 0n) chain.slashElsewhere(slashedElsewhere);
  return chain.ask((now) => exitEpochFor(now, LEAST)) - chain.epoch;
}

/** How long a deposit waits longer for one of so much before it. */
export function behind(amount: bigint): bigint {
  const chain = new Beacon();
  chain.deposit(0, amount, 2);
  return chain.ask(
    (now) => depositEpochFor(now, LEAST) - depositEpochFor({ ...now, state: new Beacon().state }, LEAST),
  );
}

/** What each of `validators` equal ones loses that are slashed in one epoch, the last of them after others elsewhere. */
export function slashed(elsewhere: bigint, validators = 1) {
  const chain = new Beacon();
  const indexes = Array.from({ length: validators }, (_, index) => index);
  for (const index of indexes) chain.deposit(index, LEAST);
  chain.pass(300n);
  const began = chain.epoch;
  const losses = indexes.map((index) => {
    if (index > 0) chain.slashElsewhere(elsewhere);
    const before = chain.standing(index).balanceGwei;
    chain.slash(index);
    return before - chain.standing(index).balanceGwei;
  });
  if (validators === 1) chain.slashElsewhere(elsewhere);
  return indexes.map((index) => {
    chain.epoch = began + 1n;
    const anEpoch = -chain.change(index);
    const { withdrawableEpoch } = chain.standing(index);
    chain.epoch = withdrawableEpoch - HALF;
    const halfWay = -chain.change(index) - anEpoch;
    return { atOnce: losses[index]!, anEpoch, halfWay, lock: withdrawableEpoch - began };
  });
}

/** How many duties a slashing turns into penalties: what the penalties come to, in those of an epoch. */
export function penalties(): bigint {
  const chain = new Beacon();
  chain.deposit(0, LEAST);
  chain.pass(300n);
  chain.slash(0);
  const [{ anEpoch, halfWay } = { anEpoch: 1n, halfWay: 0n }] = slashed(0n);
  const before = chain.standing(0).balanceGwei;
  chain.epoch = chain.standing(0).withdrawableEpoch + 10n;
  return (before - chain.standing(0).balanceGwei - halfWay) / anEpoch;
}

/** The least ETH slashed together for which something is so of the first and the last. */
export function leastEther(isSo: (first: Slashed, last: Slashed) => boolean): bigint {
  let [below, above] = [0n, 10_000_000n];
  while (above - below > 1n) {
    const middle = (below + above) / 2n;
    const [first, last] = slashed(middle * C.ETHER_GWEI, 2);
    if (isSo(first!, last!)) above = middle;
    else below = middle;
  }
  return above;
}

type Slashed = ReturnType<typeof slashed>[number];
