import { getAllocation } from "../../3-restaking/allocation/views.ts";
import { getMaxMagnitude } from "../../3-restaking/allocation/magnitudes.ts";
import { getStrategiesInOperatorSet } from "../../3-restaking/allocation/sets.ts";
import { getSlashableSharesInQueue, operatorShares } from "../../3-restaking/delegation/views.ts";
import { mulWadUp, slashedDown } from "../../3-restaking/libraries/slashing-lib.ts";
import type { Address } from "../../shared/machine.ts";
import { max } from "../../shared/uint.ts";
import type { Avs } from "../state.ts";

/** Without end: nothing that is known ends it. */
const FOR_EVER = 2n ** 256n - 1n;

/**
 * The last block in which a slash would take anything of an operator's stake, as far as the core knows now; 0 when it would
 * take nothing. What is being deallocated ends with the block before its effect.
 */
export function atStakeThroughBlock(avs: Avs, service: Address, operator: Address, id: bigint, wad: bigint): bigint {
  const operatorSet = { avs: service, id };
  const ends = getStrategiesInOperatorSet(avs, operatorSet).map((strategy) => {
    const { currentMagnitude, pendingDiff, effectBlock } = getAllocation(avs, operator, operatorSet, strategy);
    if (currentMagnitude === 0n || !takesAny(avs, operator, strategy, mulWadUp(currentMagnitude, wad))) return 0n;
    const left = currentMagnitude + pendingDiff;
    const stays = pendingDiff >= 0n || takesAny(avs, operator, strategy, mulWadUp(left, wad));
    return stays ? FOR_EVER : effectBlock - 1n;
  });
  return ends.reduce(max, 0n);
}

/** Whether a slash of so much of the maximum magnitude takes a share: of the operator's own, or queued and in reach. */
function takesAny(avs: Avs, operator: Address, strategy: Address, slashed: bigint): boolean {
  const maximum = getMaxMagnitude(avs, operator, strategy);
  const shares = [operatorShares(avs, operator, strategy), getSlashableSharesInQueue(avs, operator, strategy)];
  return shares.some((one) => slashedDown(one, maximum, maximum - slashed) > 0n);
}
