import { type Address, type Draft, emit } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { max } from "../shared/uint.ts";
import { EPOCHS_PER_SLASHINGS_VECTOR, MIN_SLASHING_PENALTY_QUOTIENT } from "./consensus.ts";
import { lose } from "./epochs.ts";
import { initiateExit, takeExitChurn } from "./exits.ts";
import type { Chain, Standing } from "./state.ts";
import { currentEpoch, standingNow, write } from "./validators.ts";

/** Slashing and penalties, at the word of the network. */

export function reportSlashing(chain: Chain, sender: Address, index: number): void {
  onlyNetwork(chain, sender);
  const before = atStake(chain, index);
  check(!before.slashed, "AlreadySlashed", index);
  const standing: Draft<Standing> = { ...initiateExit(chain, index, before, before.epoch), slashed: true };
  const { effectiveGwei, epoch } = standing;
  standing.withdrawableEpoch = max(standing.withdrawableEpoch, epoch + EPOCHS_PER_SLASHINGS_VECTOR);
  addSlashed(chain, effectiveGwei);
  const penaltyGwei = lose(standing, effectiveGwei / MIN_SLASHING_PENALTY_QUOTIENT);
  const { at } = chain.state.config;
  emit(chain, at, "ValidatorSlashed", { index, effectiveBalanceGwei: effectiveGwei, penaltyGwei });
  write(chain, index, standing);
}

/** Others were slashed: they stand in the exit queue, and count for the correlation. */
export function reportSlashingElsewhere(chain: Chain, sender: Address, effectiveBalanceGwei: bigint): void {
  onlyNetwork(chain, sender);
  takeExitChurn(chain, effectiveBalanceGwei, currentEpoch(chain));
  addSlashed(chain, effectiveBalanceGwei);
  emit(chain, chain.state.config.at, "SlashedElsewhere", { effectiveBalanceGwei });
}

export function reportPenalty(chain: Chain, sender: Address, index: number, gwei: bigint): void {
  onlyNetwork(chain, sender);
  const standing = atStake(chain, index);
  emit(chain, chain.state.config.at, "PenaltyReported", { index, penaltyGwei: lose(standing, gwei) });
  write(chain, index, standing);
}

function onlyNetwork({ state }: Chain, sender: Address): void {
  check(sender === state.config.network, "OnlyNetwork", sender);
}

function atStake(chain: Chain, index: number) {
  const standing = standingNow(chain, index);
  const { epoch, activationEpoch, withdrawableEpoch } = standing;
  check(epoch >= activationEpoch && epoch < withdrawableEpoch, "NotAtStake", index);
  return standing;
}

function addSlashed(chain: Chain, gwei: bigint): void {
  chain.state.slashed = [...chain.state.slashed, { epoch: currentEpoch(chain), gwei }];
}
