import { type Address, type Draft, emit } from "../shared/machine.ts";
import { min } from "../shared/uint.ts";
import { FAR_FUTURE_EPOCH, MAX_PARTIALS_PER_SWEEP, MIN_ACTIVATION_BALANCE } from "./consensus.ts";
import { maxEffective } from "./epochs.ts";
import { recipientOf } from "./exits.ts";
import type { Chain, Standing, Validator } from "./state.ts";
import { change, standingNow, validatorOf, write } from "./validators.ts";

/** Balances become ether: partial withdrawals that matured, then all that may leave. */

/** @returns gwei */
export function sweep(chain: Chain, index: number): bigint {
  const { state, block } = chain;
  const validator = validatorOf(chain, index);
  const recipient = recipientOf(validator.credentials);
  if (recipient === undefined) return 0n;
  const standing = standingNow(chain, index);
  const matured = takeMatured(chain, index, validator, standing);
  const rest = restOf(standing);
  standing.balanceGwei -= rest;
  const amountGwei = matured + rest;
  if (amountGwei === 0n) return 0n;
  write(chain, index, standing);
  state.swept = state.swept.set(recipient, {
    block: block.number,
    gwei: sweptThisBlockGwei(chain, recipient) + amountGwei,
  });
  emit(chain, state.config.at, "Swept", { index, recipient, amountGwei });
  return amountGwei;
}

export function sweptThisBlockGwei({ state, block }: Chain, recipient: Address): bigint {
  const last = state.swept.get(recipient);
  return last?.block === block.number ? last.gwei : 0n;
}

/** Some a call; one whose validator has no excess any more, or exits, is dropped. */
function takeMatured(
  chain: Chain,
  index: number,
  { partials, partialsDone, partialsPendingGwei }: Validator,
  standing: Draft<Standing>,
): bigint {
  const next = partials.slice(partialsDone, partialsDone + MAX_PARTIALS_PER_SWEEP);
  const first = next.findIndex(({ withdrawableEpoch }) => withdrawableEpoch > standing.epoch);
  const matured = first < 0 ? next : next.slice(0, first);
  const stays = standing.exitEpoch === FAR_FUTURE_EPOCH && standing.effectiveGwei >= MIN_ACTIVATION_BALANCE;
  let [taken, pending] = [0n, partialsPendingGwei];
  for (const { amountGwei } of matured) {
    pending -= amountGwei;
    if (!stays || standing.balanceGwei <= MIN_ACTIVATION_BALANCE) continue;
    const paid = min(standing.balanceGwei - MIN_ACTIVATION_BALANCE, amountGwei);
    standing.balanceGwei -= paid;
    taken += paid;
  }
  change(chain, index, { partialsDone: partialsDone + matured.length, partialsPendingGwei: pending });
  return taken;
}

function restOf(standing: Standing): bigint {
  const { withdrawableEpoch, epoch, effectiveGwei, balanceGwei } = standing;
  if (withdrawableEpoch <= epoch) return balanceGwei;
  const most = maxEffective(standing);
  return effectiveGwei === most && balanceGwei > most ? balanceGwei - most : 0n;
}
