import type { Interface } from "ethers";
import * as allocations from "../../../model/5-lrt/operators/restaker/allocations.ts";
import { keysOf, lineOf } from "../../../model/5-lrt/operators/restaker/deposit-keys.ts";
import * as rules from "../../../model/5-lrt/operators/restaker/operator-rules.ts";
import { reserveOf, type Restaker } from "../../../model/5-lrt/operators/restaker/restaker.ts";
import * as slots from "../../../model/5-lrt/operators/restaker/slots.ts";
import {
  isRetiring,
  MAX_STRATEGIES,
  strategyOf,
  worthOf,
} from "../../../model/5-lrt/operators/restaker/strategy-list.ts";
import * as core from "../../../model/5-lrt/operators/restaker/told-core.ts";
import { idleLstOf, toAssetsDown } from "../../../model/5-lrt/operators/restaker/told-reserves.ts";
import * as delegators from "../../../model/5-lrt/operators/restaker/told-slots.ts";
import { recordOf, vaultOf } from "../../../model/5-lrt/operators/restaker/told-vault.ts";
import { Revert } from "../../../model/shared/revert.ts";
import { ETH } from "../../lib/units.ts";
import type { Question } from "../shared/chain-side.ts";
import type { Placed, Seen } from "../shared/side-by-side.ts";
import { spell, spellRevert } from "../shared/spell.ts";
import type { Cast, Contract } from "./stand.ts";

/** Who is asked: a contract by its name, or one of several by its address. */
type Asked = Contract | { readonly delegator: string } | { readonly reserve: string };

/** Something that can be seen, and what the model says of it. */
type Sight = readonly [on: Asked, view: string, args: readonly unknown[], model: () => unknown];

type Deployed = Readonly<Record<Contract, Placed> & Record<"delegator" | "reserve", Interface>>;

/** Everything that is stored; of what follows from it, what concerns one slot and one strategy, in turns by the block. */
export function look(m: Restaker, cast: Cast, deployed: Deployed): Seen {
  const turn = Number(m.block.number);
  const { slots: list, strategies } = m.state;
  const strategy = strategies[Math.floor(turn / Math.max(1, list.length)) % strategies.length] as string;
  const sights = [
    ...ofRestaker(m, cast),
    ...ofRules(m, cast),
    ...ofNeighbours(m, cast),
    ...ofStrategy(m, strategy, cast.lsts[turn % cast.lsts.length] as string),
    ...(list.length === 0 ? [] : ofSlot(m, BigInt(turn % list.length), strategy)),
  ];
  return {
    accounts: [],
    questions: sights.map(([on, name, args]): Question => ({ ...placeOf(on, deployed), name, args })),
    names: sights.map(
      ([on, name, args]) => `${typeof on === "string" ? on : Object.values(on)[0]}.${name}(${spell(args)})`,
    ),
    model: sights.map(([, , , model]) => saidBy(model)),
  };
}

function placeOf(on: Asked, deployed: Deployed): { readonly to: string; readonly abi: Interface } {
  if (typeof on === "string") return { to: deployed[on].at, abi: deployed[on].abi };
  if ("delegator" in on) return { to: on.delegator, abi: deployed.delegator };
  return { to: on.reserve, abi: deployed.reserve };
}

/** What a view of the model says, or why it says nothing. */
function saidBy(view: () => unknown): string {
  try {
    return spell(view());
  } catch (revert) {
    if (revert instanceof Revert) return spellRevert(revert);
    throw revert;
  }
}

function ofRestaker(m: Restaker, cast: Cast): Sight[] {
  const { state } = m;
  const numbers = state.slots.map((_, nth) => BigInt(nth));
  return [
    ["restaker", "slots", [], () => state.slots],
    ["restaker", "totalWeightBps", [], () => slots.totalWeightBps(m)],
    ["restaker", "limits", [], () => state.limits],
    ["restaker", "MAX_SLOTS", [], () => slots.MAX_SLOTS],
    ["restaker", "MAX_QUEUED", [], () => slots.MAX_QUEUED],
    ["restaker", "MAX_STRATEGIES", [], () => MAX_STRATEGIES],
    ["restaker", "strategies", [], () => state.strategies],
    ["restaker", "lstStrategies", [], () => state.strategies.slice(1)],
    ...cast.operators.map((one): Sight => ["restaker", "slotsOf", [one], () => slots.slotsOf(m, one)]),
    ...cast.lsts.map((lst): Sight => ["restaker", "strategyOf", [lst], () => strategyOf(m, lst)]),
    ...cast.strategies.flatMap((strategy): Sight[] => [
      ["restaker", "reserveOf", [strategy], () => reserveOf(m, strategy)],
      ["restaker", "isRetiring", [strategy], () => isRetiring(m, strategy)],
    ]),
    ...numbers.flatMap((slot): Sight[] => [
      ["restaker", "formersUntilBlock", [slot], () => rules.formersUntilBlock(m, slot)],
      ["keys", "keysOf", [slot], () => keysOf(m, slot)],
    ]),
  ];
}

function ofRules(m: Restaker, cast: Cast): Sight[] {
  const { caps, strategies } = m.state;
  return [
    ["rules", "avsCaps", [], () => [caps.map(({ avs }) => avs), caps.map(({ capAssets }) => capAssets)]],
    ["rules", "horizonBlocks", [], () => rules.horizonBlocks(m)],
    ["rules", "operatorsAtRisk", [], () => rules.operatorsAtRisk(m)],
    ...cast.operators.map((one): Sight => ["rules", "isEligible", [one], () => rules.isEligible(m, one)]),
    ["targets", "neededAssets", [], () => allocations.neededAssets(m)],
    ["targets", "exitDemand", [], () => allocations.exitDemand(m)],
    ["targets", "maxLossOf", [strategies], () => allocations.maxLossOf(m, strategies)],
  ];
}

function ofNeighbours(m: Restaker, cast: Cast): Sight[] {
  const { recognised, lockedProfit, idle, feesOwed, components } = vaultOf(m);
  return [
    ["vault", "totals", [], () => [recognised, lockedProfit, idle, feesOwed, 0n, 0n, 0n]],
    ["vault", "components", [], () => components],
    ...components.map((one): Sight => ["vault", "recordOf", [one], () => recordOf(m, one)]),
    ...cast.reserves.map((reserve): Sight => [{ reserve }, "idleLst", [], () => idleLstOf(m, reserve)]),
  ];
}

function ofStrategy(m: Restaker, strategy: string, lst: string): Sight[] {
  const reserve = vaultOf(m).reserves.get(lst);
  const whole = [10n ** 18n, ETH] as const;
  return [
    ["targets", "holderOf", [strategy], () => allocations.holderOf(m, strategy)],
    ...(strategy === m.state.config.beaconChainEth
      ? []
      : ([
          ["restaker", "toAssetsDown", [strategy, 7n * ETH], () => toAssetsDown(m, reserveOf(m, strategy), 7n * ETH)],
          ["restaker", "worthOf", [strategy, ETH], () => Object.values(worthOf(m, strategy, ETH))],
          ["targets", "inWholeShares", [strategy, ...whole], () => allocations.inWholeShares(m, strategy, ...whole)],
        ] satisfies Sight[])),
    ...(reserve === undefined ? [] : ([["vault", "lstReserve", [lst], () => reserve]] satisfies Sight[])),
  ];
}

function ofSlot(m: Restaker, slot: bigint, strategy: string): Sight[] {
  const { delegator } = slots.slotAt(m, slot);
  const validators = delegators.toldSlot(m, delegator).validators.entries();
  const keys = [...validators.map(([pubkey]) => pubkey), ...lineOf(m, slot).map(({ pubkey }) => pubkey)].slice(0, 3);
  const within = 64n * ETH;
  return [
    ["restaker", "slotAt", [slot], () => slots.slotAt(m, slot)],
    ["rules", "isPodEligible", [delegator], () => rules.isPodEligible(m, delegator)],
    ["targets", "needFrom", [slot], () => allocations.needFrom(m, slot)],
    ["targets", "roomOf", [slot], () => allocations.roomOf(m, slot)],
    ["targets", "staysIn", [slot, ETH], () => allocations.staysIn(m, slot, ETH)],
    ["targets", "validatorsNeeded", [slot], () => allocations.validatorsNeeded(m, slot)],
    ["targets", "exitsFor", [slot, keys], () => allocations.exitsFor(m, slot, keys)],
    ["targets", "exitsWithin", [slot, keys, within], () => allocations.exitsWithin(m, slot, keys, within)],
    [{ delegator }, "flows", [], () => delegators.flowsOf(m, delegator)],
    [{ delegator }, "value", [], () => delegators.slotValue(m, delegator)],
    ["core", "delegatedTo", [delegator], () => core.delegatedTo(m, delegator)],
    ["core", "getQueuedWithdrawalRoots", [delegator], () => core.rootsOf(m, delegator)],
    ["targets", "excessOf", [slot, strategy], () => allocations.excessOf(m, slot, strategy)],
    ["targets", "unwindable", [slot, strategy], () => allocations.unwindable(m, slot, strategy)],
    ["rules", "roomUnderCaps", [slot, strategy], () => rules.roomUnderCaps(m, slot, strategy)],
    ["rules", "excessOverCaps", [slot, strategy], () => rules.excessOverCaps(m, slot, strategy)],
    ...m.state.strategies.flatMap((one): Sight[] => [
      ["core", "deposits", [delegator, one], () => core.depositsOf(m, delegator, one)],
      ["core", "shares", [delegator, one], () => core.sharesOf(m, delegator, one)],
    ]),
  ];
}
