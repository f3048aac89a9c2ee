import { strangerAt } from "../3-restaking/core.ts";
import { setClaimerFor } from "../3-restaking/rewards/settings.ts";
import {
  createOperatorDirectedOperatorSetRewardsSubmission,
  createTotalStakeRewardsSubmission,
  createUniqueStakeRewardsSubmission,
} from "../3-restaking/rewards/submissions.ts";
import type { OperatorDirectedRewardsSubmission, RewardsSubmission } from "../3-restaking/types.ts";
import { allowance, approve, safeTransferFrom } from "../shared/erc20.ts";
import type { Address } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { add } from "../shared/uint.ts";
import { onlyAdmin } from "./service-manager.ts";
import { type Avs, termsOf } from "./state.ts";

/**
 * Rewards that a service pays for security: tokens come from the caller, and the coordinator takes them from the service.
 * Neither tokens nor allowances stay with the service.
 */

export const REWARDS_ROLE = "REWARDS_ROLE";

export function fundOperatorRewards(
  avs: Avs,
  sender: Address,
  service: Address,
  id: bigint,
  submissions: readonly OperatorDirectedRewardsSubmission[],
): void {
  onlyFunder(avs, sender, service);
  for (const { token, operatorRewards } of submissions)
    pull(
      avs,
      sender,
      service,
      token,
      operatorRewards.reduce((sum, { amount }) => add(sum, amount), 0n),
    );
  createOperatorDirectedOperatorSetRewardsSubmission(avs, service, { avs: service, id }, submissions);
}

/** Split by what each operator has allocated to the set. */
export function fundUniqueStakeRewards(
  avs: Avs,
  sender: Address,
  service: Address,
  id: bigint,
  submissions: readonly RewardsSubmission[],
): void {
  onlyFunder(avs, sender, service);
  for (const { token, amount } of submissions) pull(avs, sender, service, token, amount);
  createUniqueStakeRewardsSubmission(avs, service, { avs: service, id }, submissions);
}

/** Split by all that is delegated to each operator. */
export function fundTotalStakeRewards(
  avs: Avs,
  sender: Address,
  service: Address,
  id: bigint,
  submissions: readonly RewardsSubmission[],
): void {
  onlyFunder(avs, sender, service);
  for (const { token, amount } of submissions) pull(avs, sender, service, token, amount);
  createTotalStakeRewardsSubmission(avs, service, { avs: service, id }, submissions);
}

export function setRewardsClaimer(avs: Avs, sender: Address, service: Address, claimer: Address): void {
  onlyAdmin(avs, sender, service);
  setClaimerFor(avs, service, claimer);
}

function onlyFunder(avs: Avs, sender: Address, service: Address): void {
  const holds = termsOf(avs, service).funders.includes(sender);
  check(holds, "AccessControlUnauthorizedAccount", sender, REWARDS_ROLE);
}

/** What two submissions take in one token adds up. */
function pull(avs: Avs, sender: Address, service: Address, token: Address, amount: bigint): void {
  safeTransferFrom(avs, service, token, sender, service, amount, strangerAt(avs));
  const spender = avs.state.config.at.RewardsCoordinator;
  approve(avs, service, token, spender, add(allowance(avs, token, service, spender), amount));
}
