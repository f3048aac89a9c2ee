/** The beacon chain of the mainnet preset on the model, for the examples of rung 1's page. */
import { GWEI, SECONDS_PER_EPOCH, SECONDS_PER_SLOT } from "../../../model/1-staking/consensus.ts";
import { newChain } from "../../../model/1-staking/new-chain.ts";
import type { Chain, ChainState, Standing } from "../../../model/1-staking/state.ts";
import { type ChainAction, stepChain } from "../../../model/1-staking/step.ts";
import { standingNow } from "../../../model/1-staking/validators.ts";
import { readPreset } from "../../../scripts/deploy/presets.ts";

const NETWORK = `0x${"11".repeat(20)}`;
const OWNER = `0x${"22".repeat(20)}`;
const { Staking } = await readPreset("mainnet");
export const TOTAL_GWEI = BigInt(Staking!.totalActiveBalanceGwei as bigint);

const keyOf = (number: number): string => `0x${number.toString(16).padStart(96, "0")}`;

export class Beacon {
  state: ChainState;
  epoch = 0n;
  slot = 1n;

  constructor(fork: "electra" | "gloas" = "electra") {
    const config = {
      at: `0x${"33".repeat(20)}`,
      network: NETWORK,
      genesisTime: 0n,
      totalActiveBalanceGwei: TOTAL_GWEI,
    };
    this.state = newChain(config, fork, 10n ** 27n);
  }

  private get block() {
    const slots = (this.epoch * SECONDS_PER_EPOCH) / SECONDS_PER_SLOT + this.slot;
    return { number: slots, timestamp: slots * SECONDS_PER_SLOT };
  }

  private call(from: string, name: ChainAction["function"], ...args: unknown[]): void {
    const outcome = stepChain(this.state, this.block, { from, function: name, args });
    if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.revert)}`);
    this.state = outcome.state;
  }

  /** What a view answers in this moment. */
  ask<T>(view: (chain: Chain) => T): T {
    return view({ state: this.state, block: this.block, events: [] });
  }

  pass(epochs: bigint): void {
    this.epoch += epochs;
  }

  /** A deposit for the key of that number; the first for it makes a validator. */
  deposit(number: number, gwei: bigint, type: 1 | 2 = 1): void {
    const credentials = `0x0${type}${"0".repeat(22)}${OWNER.slice(2)}`;
    this.call(OWNER, "deposit", gwei * GWEI, keyOf(number), credentials, `0x${"00".repeat(96)}`);
  }

  leave = (number: number): void => this.call(OWNER, "requestWithdrawal", GWEI, keyOf(number), 0n);
  slash = (index: number): void => this.call(NETWORK, "reportSlashing", index);
  slashElsewhere = (gwei: bigint): void => this.call(NETWORK, "reportSlashingElsewhere", gwei);
  standing = (index: number): Standing => this.ask((chain) => standingNow(chain, index));

  /** What this epoch's end makes of a balance. */
  change(index: number): bigint {
    const before = this.standing(index).balanceGwei;
    this.epoch += 1n;
    const change = this.standing(index).balanceGwei - before;
    this.epoch -= 1n;
    return change;
  }

  /** How many epochs pass until something is so. */
  until(isSo: () => boolean): bigint {
    const start = this.epoch;
    while (!isSo()) this.epoch += 1n;
    return this.epoch - start;
  }
}
