import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { castOf } from "../../lib/ladder/cast.ts";
import { slots } from "../../lib/ladder/keepers.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { podOf } from "../../lib/ladder/pods.ts";
import { ticketsOf } from "./tickets.ts";
import { exitTimes } from "./exit-times.ts";

/** One line of the ladder. Amounts are wei, rates wads; what does not apply is absent. */
export interface StatusRow {
  readonly rung: string;
  readonly holder: string;
  readonly shares?: bigint;
  readonly unit?: string;
  readonly rateWad?: bigint;
  readonly valueWei: bigint;
  readonly pendingWei: bigint;
  readonly secondsToExit?: bigint;
}

const WAD = 10n ** 18n;

/** The whole ladder, from the ground up. */
export async function statusRows(ladder: Ladder): Promise<StatusRow[]> {
  const { contracts, ethers } = ladder;
  const { vault, stETH, wstETH, lstReserve, restaker, allocation, bridge, delegation } = contracts;
  const times = await exitTimes(ladder);
  const cast = castOf(await ethers.getSigners());
  const nameOf = (address: string): string => [...cast].find(([, { address: one }]) => one === address)?.[0] ?? address;
  const lstRate = await wstETH.stEthPerToken();
  const rows: StatusRow[] = [
    {
      rung: "1 staking",
      holder: "the LST's pool",
      valueWei: await stETH.getTotalPooledEther(),
      pendingWei: await stETH.bufferedEther(),
      secondsToExit: times.validator,
    },
    {
      rung: "2 liquid staking",
      holder: "the vault's reserve",
      shares: await lstReserve.idleLst(),
      unit: "wstETH",
      rateWad: lstRate,
      valueWei: await lstReserve.value(),
      pendingWei: await lstReserve.exitingAssets(),
      secondsToExit: times.lst,
    },
  ];
  const strategies = [...(await restaker.strategies())];
  for (const slot of await slots(ladder)) {
    const { delegator } = await podOf(ladder, slot);
    const operator = nameOf((await restaker.slotAt(slot)).operator);
    const { withdrawableShares } = await delegation.getWithdrawableShares(delegator, strategies);
    for (const [index, strategy] of strategies.entries()) {
      const { assets } = await delegator.restaked(strategy);
      const native = index === 0;
      rows.push({
        rung: "3 restaking",
        holder: `${operator}, ${native ? "validators" : "wstETH"}`,
        shares: withdrawableShares[index]!,
        unit: native ? "ETH" : "shares",
        rateWad: native ? WAD : lstRate,
        valueWei: assets + (native ? await delegator.unverifiedAssets() : 0n),
        pendingWei: native ? await delegator.exitingAssets() : 0n,
        secondsToExit: native ? times.validator + times.core : times.core + times.lst,
      });
    }
  }
  const { operators, weightedShares } = await bridge.stakes(await bridge.OPERATOR_SET_ID());
  for (const [index, operator] of operators.entries())
    rows.push({
      rung: "4 services",
      holder: `${nameOf(operator)}, behind the bridge`,
      shares: weightedShares[index]!,
      unit: "shares",
      rateWad: (await allocation.getMaxMagnitude(operator, strategies[0]!)) as bigint,
      valueWei: weightedShares[index]!,
      pendingWei: 0n,
      secondsToExit: times.core,
    });
  for (const [name, signer] of cast) rows.push(...(await holderRows(ladder, name, signer, times.vault)));
  const totals = await vault.totals();
  rows.push({
    rung: "5 the vault",
    holder: "everyone",
    shares: totals.supply,
    unit: "LRT",
    rateWad: await vault.rate(),
    valueWei: totals.recognised,
    pendingWei: totals.undripped,
    secondsToExit: times.vault,
  });
  return rows;
}

async function holderRows(
  ladder: Ladder,
  name: string,
  { address }: HardhatEthersSigner,
  secondsToExit: bigint,
): Promise<StatusRow[]> {
  const { vault } = ladder.contracts;
  const shares = await vault.balanceOf(address);
  const tickets = await ticketsOf(ladder, address);
  const queued = tickets.reduce((sum, ticket) => sum + ticket.shares, 0n);
  if (shares === 0n && queued === 0n) return [];
  const claimable = tickets.reduce((sum, { claimableWei }) => sum + claimableWei, 0n);
  return [
    {
      rung: "5 the vault",
      holder: name,
      shares,
      unit: "LRT",
      rateWad: await vault.rate(),
      valueWei: await vault.toAssetsDown(shares),
      pendingWei: claimable > 0n ? claimable : await vault.toAssetsDown(queued),
      secondsToExit: claimable > 0n && shares === 0n ? 0n : secondsToExit,
    },
  ];
}
