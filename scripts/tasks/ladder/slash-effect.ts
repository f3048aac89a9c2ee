import type { Ladder } from "../../lib/ladder/ladder.ts";
import { podOf, slots } from "../../lib/ladder/pod-of.ts";
import { formatAmount } from "../../scenario/format.ts";

/** What the vault has with an operator, in wei of ETH, and how much of it no service can take yet. */
export interface AtStake {
  readonly totalWei: bigint;
  /** ETH of validators that nobody has proven to the core: there are no shares of it to slash. */
  readonly unprovenWei: bigint;
  /** Of each unit of stake, what is left for services to take, 1e18 = all. */
  readonly allocatedWad: bigint;
}

/** Reads what a slash of an operator by the bridge can reach. */
export async function atStake(ladder: Ladder, operator: string): Promise<AtStake> {
  const { restaker, allocation, bridge } = ladder.contracts;
  let [totalWei, unprovenWei] = [0n, 0n];
  for (const slot of await slots(ladder)) {
    if ((await restaker.slotAt(slot)).operator !== operator) continue;
    const { delegator } = await podOf(ladder, slot);
    totalWei += await delegator.value();
    unprovenWei += await delegator.unverifiedAssets();
  }
  const set = { avs: ladder.addresses.bridge, id: await bridge.OPERATOR_SET_ID() };
  let allocatedWad = 0n;
  for (const strategy of await restaker.strategies())
    allocatedWad += (await allocation.getAllocation(operator, set, strategy)).currentMagnitude;
  return { totalWei, unprovenWei, allocatedWad };
}

/** Why a slash has taken nothing of the vault, and what would change it. */
export function whyNothing(name: string, { totalWei, unprovenWei, allocatedWad }: AtStake): string {
  const of = `0 of ${formatAmount(totalWei, "ETH")} with ${name} is slashable`;
  if (totalWei === 0n) return `the vault has nothing with ${name}: run \`deposit\`, then \`keepers\``;
  if (unprovenWei === totalWei)
    return `${of}: its validators are not proven; run \`keepers\`, after \`advance "2 days"\` if they are new`;
  if (allocatedWad === 0n) return `${of}: nothing of its allocation to the bridge is left, slashes have taken all`;
  return `what it took of ${formatAmount(totalWei, "ETH")} with ${name} is less than rounding shows`;
}
