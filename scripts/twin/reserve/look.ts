import * as reads from "../../../model/5-lrt/operators/bounded-reads.ts";
import { MAX_EXITS } from "../../../model/5-lrt/operators/lst-reserve.ts";
import type { Reserve } from "../../../model/5-lrt/operators/reserve.ts";
import * as views from "../../../model/5-lrt/operators/reserve-views.ts";
import { sharesOf } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { balanceOf } from "../../../model/shared/erc20.ts";
import { LEAST_LEG } from "./draw.ts";
import { type Contract as OfPool, poolSights } from "../pool/look.ts";
import { seenIn, type Sight } from "../shared/seen.ts";
import type { Placed, Seen } from "../shared/side-by-side.ts";

/** Contracts that are asked: the reserve, and what reads it as legs do. */
export type Contract = OfPool | "reserve" | "restaker";

const WAD = 10n ** 18n;
const AMOUNTS = [0n, 1n, 7n, LEAST_LEG, WAD];

/** Everything of a reserve and its LST that can be seen. */
export function look(reserve: Reserve, people: readonly string[], deployed: Readonly<Record<Contract, Placed>>): Seen {
  const { stEth, wstEth, queue } = reserve.state.config;
  const { at, vault, restaker } = reserve.state.reserve;
  const sights: readonly Sight<Contract>[] = [
    ...ofReserve(reserve),
    ["restaker", "idleIn", [at], reads.idleIn(reserve)],
    ["restaker", "exitingOf", [at], reads.exitingOf(reserve)],
    ["restaker", "valueOf", [at], reads.valueIn(reserve)],
    ["wstEth", "balanceOf", [at], balanceOf(reserve, wstEth, at)],
    ["stEth", "sharesOf", [at], sharesOf(reserve, at)],
    ...poolSights(reserve, people),
  ];
  return seenIn(reserve, sights, [stEth, queue, at, vault, restaker], deployed);
}

function ofReserve(reserve: Reserve): Sight<Contract>[] {
  const { state, block } = reserve;
  const sights: readonly (readonly [view: string, args: readonly unknown[], model: unknown])[] = [
    ["value", [], views.value(reserve)],
    ["worth", [], views.worth(reserve)],
    ["positions", [], [views.positions(reserve), block.timestamp, false]],
    ["exitingAssets", [], views.exitingAssets(reserve)],
    ["idleLst", [], state.idleLst],
    ["awayLst", [], state.awayLst],
    ["capAssets", [], state.capAssets],
    ["exitIds", [], state.exitIds],
    ["MAX_EXITS", [], MAX_EXITS],
    ["isRetiring", [], state.isRetiring],
    ["isDepositable", [], views.isDepositable(reserve)],
    ["isExitable", [], views.isExitable(reserve)],
    ["isInUse", [], views.isInUse(reserve)],
    ["lst", [], state.config.wstEth],
    ["exitQueue", [], state.config.queue],
    ["stakedEther", [], state.config.stEth],
    ...AMOUNTS.flatMap((amount): (readonly [string, readonly unknown[], unknown])[] => [
      ["toAssetsDown", [amount], views.toAssetsDown(reserve, amount)],
      ["toLstDown", [amount], views.toLstDown(reserve, amount)],
      ["takesReward", [amount], views.takesReward(reserve, amount)],
    ]),
  ];
  return sights.map((sight) => ["reserve", ...sight]);
}
