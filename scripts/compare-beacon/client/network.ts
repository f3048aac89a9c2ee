import type { ClientState, ClientValidator, Lodestar, TransitionCache } from "./lodestar.ts";

export const ETH = 1_000_000_000;
/** The state begins here: late enough for any finality, and at no boundary of a slashings vector. */
export const START_EPOCH = 1_000;
const SLOTS = 32;
/** Validators that only make the network heavy weigh this much, more than deposits could give them: how many there are plays
 * no part in what is compared, and few are fast. */
const LUMP_ETH = 50_000;
const FULL = 7;
/** Of a base reward (Altair). */
const WEIGHTS = { source: 14, target: 26, head: 14, all: 64 } as const;

export interface Seed {
  readonly ether: number;
  /** 0x01 or 0x02 */
  readonly type: 1 | 2;
  readonly balanceGwei?: number;
}

/**
 * A network in the client's state: given validators, active for long, and as much stake of others as makes up `totalEther`.
 * Everybody does all duties. An epoch is the client's own steps in its order, without those that touch no validator
 * (sync committee, randao, history, proposers).
 */
export class Network {
  readonly lodestar: Lodestar;
  readonly state: ClientState;
  readonly #fork: number;
  readonly #lumps: number;
  readonly #participation = new Map<number, { clone(): unknown }>();

  constructor(lodestar: Lodestar, totalEther: number, validators: readonly Seed[], startEpoch = START_EPOCH) {
    this.lodestar = lodestar;
    const all: Seed[] = [...validators];
    for (let rest = totalEther - sum(validators); rest > 0; rest -= LUMP_ETH) {
      all.push({ ether: Math.min(rest, LUMP_ETH), type: 2 });
    }
    const config = lodestar.createBeaconConfig(
      {
        ...lodestar.chainConfig,
        ALTAIR_FORK_EPOCH: 0,
        BELLATRIX_FORK_EPOCH: 0,
        CAPELLA_FORK_EPOCH: 0,
        DENEB_FORK_EPOCH: 0,
        ELECTRA_FORK_EPOCH: 0,
        FULU_FORK_EPOCH: Infinity,
      },
      new Uint8Array(32),
    );
    const keys = all.map((_, index) => pubkeyOf(lodestar, index));
    const committee = { pubkeys: Array(512).fill(keys[0]), aggregatePubkey: keys[0] };
    const value = {
      ...lodestar.ssz.electra.BeaconState.defaultValue(),
      slot: startEpoch * SLOTS,
      validators: all.map(({ ether, type }, index) => ({
        pubkey: keys[index],
        withdrawalCredentials: credentialsOf(type, index),
        effectiveBalance: ether * ETH,
        slashed: false,
        activationEligibilityEpoch: 0,
        activationEpoch: 0,
        exitEpoch: Infinity,
        withdrawableEpoch: Infinity,
      })),
      balances: all.map(({ ether, balanceGwei }) => balanceGwei ?? ether * ETH),
      previousEpochParticipation: all.map(() => FULL),
      currentEpochParticipation: all.map(() => FULL),
      inactivityScores: all.map(() => 0),
      previousJustifiedCheckpoint: { epoch: startEpoch - 2, root: new Uint8Array(32) },
      currentJustifiedCheckpoint: { epoch: startEpoch - 1, root: new Uint8Array(32) },
      finalizedCheckpoint: { epoch: startEpoch - 2, root: new Uint8Array(32) },
      currentSyncCommittee: committee,
      nextSyncCommittee: committee,
      depositRequestsStartIndex: 0n,
    };
    lodestar.pubkeyCache.reset();
    const view = lodestar.ssz.electra.BeaconState.toViewDU(value);
    this.state = lodestar.createCachedBeaconState(view, { config, pubkeyCache: lodestar.pubkeyCache }, {});
    this.#lumps = all.length;
    this.#fork = this.state.config.getForkSeq(this.state.slot);
  }

  get epoch(): number {
    return this.state.epochCtx.epoch;
  }

  validator(index: number): ClientValidator {
    return this.state.validators.getReadonly(index);
  }

  balance(index: number): number {
    return this.state.balances.get(index);
  }

  /**
   * Into the next epoch. Duties drawn by lot (sync committee, proposals) are paid their expectation to those in `lots`: what
   * is missing of the whole base reward, when the attestation's part comes.
   * @returns the base reward of an increment that the transition paid by
   */
  step(lots: readonly number[] = []): number {
    const { lodestar, state } = this;
    const { epoch } = lodestar;
    state.slot = this.epoch * SLOTS + SLOTS - 1;
    state.currentEpochParticipation = this.#fullParticipation().clone();
    state.commit();
    const cache = lodestar.beforeProcessEpoch(state, {});
    for (const index of lots) this.changeBalance(index, this.#expectation(index, cache));
    epoch.processJustificationAndFinalization(state, cache);
    epoch.processInactivityUpdates(state, cache);
    epoch.processRegistryUpdates(this.#fork, state, cache);
    const slashing = epoch.processSlashings(state, cache, false);
    epoch.processRewardsAndPenalties(state, cache, slashing);
    epoch.processPendingDeposits(state, cache);
    epoch.processPendingConsolidations(state, cache);
    epoch.processEffectiveBalanceUpdates(this.#fork, state, cache);
    epoch.processSlashingsReset(state, cache);
    epoch.processParticipationFlagUpdates(state);
    state.slot++;
    state.epochCtx.afterProcessEpoch(state, cache);
    state.commit();
    return cache.baseRewardPerIncrement;
  }

  /** Sets the slot inside the present epoch, for what comes by blocks. */
  atSlot(slot: number): this {
    this.state.slot = this.epoch * SLOTS + slot;
    return this;
  }

  slash(index: number): void {
    this.lodestar.slashValidator(this.#fork, this.state, index);
  }

  /** What `slash` does to queue and record for stake of others whose place others take: the total stays what it is. */
  slashElsewhere(ether: number): number {
    const { state, lodestar } = this;
    const index = this.epoch % 8_192;
    state.slashings.set(index, state.slashings.get(index) + ether * ETH);
    state.epochCtx.totalSlashingsByIncrement += ether;
    return lodestar.computeExitEpochAndUpdateChurn(state, BigInt(ether) * BigInt(ETH));
  }

  /** A deposit for validator `index`, known or the next new one. */
  deposit(index: number, type: 1 | 2, gwei: number): void {
    const pubkey = pubkeyOf(this.lodestar, index);
    const withdrawalCredentials = credentialsOf(type, index);
    const key = this.lodestar.interopSecretKey(index);
    const signature = key.sign(this.lodestar.depositRoot(pubkey, withdrawalCredentials, gwei)).toBytes();
    this.lodestar.processDepositRequest(this.#fork, this.state, {
      pubkey,
      withdrawalCredentials,
      amount: gwei,
      signature,
      index: 0,
    });
  }

  requestWithdrawal(index: number, gwei: number): void {
    const { pubkey, withdrawalCredentials } = this.validator(index);
    this.lodestar.processWithdrawalRequest(this.#fork, this.state, {
      sourceAddress: withdrawalCredentials.subarray(12),
      validatorPubkey: pubkey,
      amount: BigInt(gwei),
    });
  }

  /** One into another; with the same index twice, a switch to compounding. */
  requestConsolidation(source: number, target: number): void {
    const { pubkey, withdrawalCredentials } = this.validator(source);
    this.lodestar.processConsolidationRequest(this.state, {
      sourceAddress: withdrawalCredentials.subarray(12),
      sourcePubkey: pubkey,
      targetPubkey: this.validator(target).pubkey,
    });
  }

  /** What the next sweep would pay a validator, if it began there. */
  sweepOf(index: number): bigint {
    this.state.nextWithdrawalValidatorIndex = index;
    const { expectedWithdrawals } = this.lodestar.getExpectedWithdrawals(this.#fork, this.state);
    return expectedWithdrawals
      .filter(({ validatorIndex }) => validatorIndex === index)
      .reduce((all, { amount }) => all + amount, 0n);
  }

  partialWithdrawals(): readonly { readonly amount: bigint; readonly withdrawableEpoch: number }[] {
    return this.state.pendingPartialWithdrawals.getAllReadonly();
  }

  changeBalance(index: number, gwei: number): void {
    this.state.balances.set(index, Math.max(0, this.balance(index) + gwei));
  }

  /** Lets others make the active total what it was, after validators have left. */
  holdTotal(ether: number): void {
    const { validators, balances, epochCtx } = this.state;
    const last = this.#lumps - 1;
    let active = 0;
    for (let index = 0; index < validators.length; index++) {
      const { activationEpoch, exitEpoch, effectiveBalance } = this.validator(index);
      if (activationEpoch <= this.epoch && this.epoch < exitEpoch) active += effectiveBalance / ETH;
    }
    const filled = this.validator(last).effectiveBalance / ETH + ether - active;
    validators.get(last).effectiveBalance = filled * ETH;
    epochCtx.effectiveBalanceIncrements[last] = filled;
    balances.set(last, filled * ETH);
  }

  #expectation(index: number, cache: TransitionCache): number {
    const { slashed, activationEpoch, exitEpoch, effectiveBalance } = this.validator(index);
    const previous = this.epoch - 1;
    if (slashed || previous < activationEpoch || previous >= exitEpoch) return 0;
    const base = (effectiveBalance / ETH) * cache.baseRewardPerIncrement;
    const { sourceStakeByIncrement, targetStakeByIncrement, headStakeByIncrement } = cache.prevEpochUnslashedStake;
    const part = (weight: number, stake: number) =>
      Math.floor((base * weight * stake) / (cache.totalActiveStakeByIncrement * WEIGHTS.all));
    const attested =
      part(WEIGHTS.source, sourceStakeByIncrement) +
      part(WEIGHTS.target, targetStakeByIncrement) +
      part(WEIGHTS.head, headStakeByIncrement);
    return base - attested;
  }

  #fullParticipation(): { clone(): unknown } {
    const { length } = this.state.validators;
    const known = this.#participation.get(length);
    if (known !== undefined) return known;
    const view = this.lodestar.ssz.altair.EpochParticipation.toViewDU(Array(length).fill(FULL));
    this.#participation.set(length, view);
    return view;
  }
}

const pubkeys: Uint8Array[] = [];

function pubkeyOf(lodestar: Lodestar, index: number): Uint8Array {
  pubkeys[index] ??= lodestar.interopSecretKey(index).toPublicKey().toBytes();
  return pubkeys[index];
}

/** Credentials that pay to an address of the validator's own. */
function credentialsOf(type: 1 | 2, index: number): Uint8Array {
  const credentials = new Uint8Array(32);
  credentials[0] = type;
  new DataView(credentials.buffer).setUint32(28, index + 1);
  return credentials;
}

function sum(seeds: readonly Seed[]): number {
  return seeds.reduce((all, { ether }) => all + ether, 0);
}
