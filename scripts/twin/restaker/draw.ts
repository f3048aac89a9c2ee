import fc from "fast-check";
import { excessOf, unwindable } from "../../../model/5-lrt/operators/restaker/allocations.ts";
import type { Withdrawal } from "../../../model/5-lrt/operators/restaker/neighbours.ts";
import { isEligible } from "../../../model/5-lrt/operators/restaker/operator-rules.ts";
import type { Restaker } from "../../../model/5-lrt/operators/restaker/restaker.ts";
import { MAX_SLOTS, slotAt } from "../../../model/5-lrt/operators/restaker/slots.ts";
import type { RestakerAction } from "../../../model/5-lrt/operators/restaker/step.ts";
import * as core from "../../../model/5-lrt/operators/restaker/told-core.ts";
import { toldReserve } from "../../../model/5-lrt/operators/restaker/told-reserves.ts";
import { toldSlot } from "../../../model/5-lrt/operators/restaker/told-slots.ts";
import { vaultOf } from "../../../model/5-lrt/operators/restaker/told-vault.ts";
import { attempt } from "../../../model/shared/machine.ts";
import { min } from "../../../model/shared/uint.ts";
import { ETH } from "../../lib/units.ts";
import { partOf, stepsOf } from "../pool/draw.ts";
import { DRAWN, type Kind } from "./kinds.ts";
import { DELAY, FIT, KEYS, LIMITS, type RestakerPair } from "./pair.ts";
import { type Step, WAYS } from "./ways.ts";

const ZERO = `0x${"0".repeat(40)}`;
const WAD = 10n ** 18n;
const GWEI = 10n ** 9n;

/** Legs come more often than what happens to them. */
const OFTEN: readonly Kind[] = [
  ...(["restakeEth", "restakeEth", "restakeLst", "restakeLst", "restakeLst", "unwind", "unwind", "unwind"] as const),
  ...(["trim", "trim", "complete", "complete", "complete", "complete", "queue", "queue", "money", "sync all"] as const),
  ...(["exitValidators", "trimValidators", "requestLstExit", "claimLstExit", "setOperator", "setSlot"] as const),
] as const;

export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.nat(WAYS.length - 1), fc.array(stepsOf([...DRAWN, ...OFTEN]), { minLength: 1, maxLength: 30, size: "max" }))
  .map(([way, rest]) => [...(WAYS[way] as readonly Step[]), ...rest]);

/** What a step is, as the state is in which it is played: calls, the later ones in the same second. */
export function actionsOf(pair: RestakerPair, step: Step): readonly RestakerAction[] {
  const m = pair.machine();
  const { kind, who, other, size, nth } = step;
  const { cast } = pair;
  const { state } = m;
  const from = cast.people[who] as string;
  const call = (
    by: string,
    contract: RestakerAction["contract"],
    name: string,
    ...args: unknown[]
  ): RestakerAction => ({
    ...{ from: by, contract, function: name, args },
  });
  const byRole = (contract: RestakerAction["contract"], name: string, ...args: unknown[]): RestakerAction[] => [
    call(nth === 9 ? from : cast.governor, contract, name, ...args),
  ];
  const leg = (name: string, ...args: unknown[]): RestakerAction[] => [call(from, "restaker", name, ...args)];
  const told = (contract: RestakerAction["contract"], name: string, ...args: unknown[]): RestakerAction[] => [
    call(from, contract, name, ...args),
  ];
  const { slots, strategies, config } = state;
  const slot = nth === 8 && slots.length > 0 && other === 4 ? 99n : BigInt(other % Math.max(1, slots.length));
  const delegator = slots[Number(slot)]?.delegator ?? ZERO;
  const operator = cast.operators[(who + nth) % cast.operators.length] as string;
  const service = cast.services[who] as string;
  const strategy = strategies[nth % strategies.length] as string;
  const ofLst = cast.strategies[nth % cast.strategies.length] as string;
  const lst = cast.lsts[nth % cast.lsts.length] as string;
  const reserve = cast.reserves[who] as string;
  const approval = [nth === 0 ? "0x1234" : "0x", BigInt(nth), `0x${String(nth).padStart(64, "0")}`] as const;
  const keys = validatorsOf(m, delegator).slice(0, 1 + (nth % 3));

  switch (kind) {
    case "addSlot":
      return byRole("restaker", "addSlot", operator, partOf(size, 2_000n), 300n * ETH, ...approval);
    case "fill the slots":
      return Array.from({ length: Number(MAX_SLOTS) - slots.length }, () =>
        call(cast.governor, "restaker", "addSlot", cast.operators[other % 4], 10n, ETH, ...approval),
      );
    case "setSlot":
      return byRole("restaker", "setSlot", slot, partOf(size, 5_000n), BigInt(nth) * 60n * ETH);
    case "setOperator":
      return byRole("restaker", "setOperator", slot, operator, ...approval);
    case "leaveOperator":
      return byRole("restaker", "leaveOperator", slot);
    case "setLimits": {
      const limits = { ...LIMITS, minLegAssets: partOf(size, 2n * ETH), trimToleranceBps: BigInt(nth) * 700n };
      return byRole("restaker", "setLimits", { ...limits, minMagnitudeWad: nth === 5 ? 0n : WAD / BigInt(2 + who) });
    }
    case "addStrategy":
      return byRole("restaker", "addStrategy", ofLst);
    case "retireStrategy":
      return byRole("restaker", "retireStrategy", strategy);
    case "retireLst":
      return byRole("restaker", "retireLst", lst);
    case "removeStrategy":
      return byRole("restaker", "removeStrategy", strategy);
    case "setAvsCap":
      return byRole("rules", "setAvsCap", service, partOf(size, 200n * ETH));
    case "dropAvsCap":
      return byRole("rules", "dropAvsCap", nth < 7 ? (state.caps[0]?.avs ?? service) : service);
    case "registerKeys":
      return byRole("keys", "registerKeys", slot, KEYS.slice(15 + 4 * other, 15 + 4 * other + 1 + (nth % 4)));
    case "skipKey":
      return byRole("keys", "skipKey", slot);

    case "leaveIneligible":
      return leg("leaveIneligible", unfitOf(m) ?? slot);
    case "restakeEth":
      return leg("restakeEth", slot, BigInt(nth % 4));
    case "restakeLst":
      return leg("restakeLst", slot, lst);
    case "unwind":
    case "trim": {
      const [most, at] = nth < 6 ? mostOf(m, kind === "trim" ? excessOf : unwindable, nth) : [slot, strategy];
      return leg(kind, most, nth === 9 ? ofLst : at);
    }
    case "exitValidators":
    case "trimValidators":
      return leg(kind, BigInt(who), slot, keys);
    case "complete":
      return leg("complete", ...completionOf(m, slot, nth));
    case "requestLstExit":
      return leg("requestLstExit", lst);
    case "claimLstExit": {
      const at = cast.reserves[nth % cast.lsts.length] as string;
      const [first] = toldReserve(m, at).exits.entries();
      return leg("claimLstExit", lst, first === undefined ? 77n : BigInt(first[0]));
    }
    case "multicall":
      return leg(
        "multicall",
        nth < 6
          ? [call(from, "restaker", "restakeEth", slot, 1n), call(from, "restaker", "restakeLst", slot, lst)]
          : ["unwind", "trim"].map((name) => call(from, "restaker", name, slot, strategy)),
      );
    case "dropUsed":
      return told("keys", "dropUsed", slot, BigInt(nth));
    case "take a key":
      return told("keys", "take", slot);
    case "syncOperator":
      return told("rules", "syncOperator", operator);

    case "money": {
      const money = { idle: partOf(size, 600n * ETH), reserved: BigInt(nth) * 20n * ETH, lockedProfit: BigInt(other) };
      return told("vault", "tell", { ...money, feesOwed: (BigInt(who) * ETH) / 2n });
    }
    case "queue": {
      const beyond = partOf(size, 300n * ETH);
      const closed = nth < 3 ? 0n : nth < 5 ? beyond : vaultOf(m).idle + 300n * ETH + beyond;
      const rate = (WAD * BigInt(100 + who)) / 100n;
      return told("vault", "tellQueue", closed, BigInt(other) * 10n * ETH, rate, nth === 8);
    }
    case "record":
      return told("vault", "tellRecord", delegator, partOf(size, 200n * ETH) * (nth < 3 ? -1n : 1n));
    case "list":
      return nth > 7
        ? told("vault", "list", cast.lsts[who], ZERO)
        : told("vault", "list", cast.lsts[2], cast.reserves[2]);
    case "sync all":
      return told("vault", "syncAll");
    case "delay":
      return told("core", "tell", nth < 7 ? DELAY : BigInt(nth), who === 2);
    case "operator": {
      const odd = [
        { isOperator: false },
        { hasDelay: false },
        { delayBlocks: DELAY },
        { sets: 9n },
        { setsBroken: true },
      ];
      return told("core", "tellOperator", operator, { ...FIT, ...(odd[nth] ?? {}) });
    }
    case "magnitude":
      return told("core", "tellMagnitude", operator, strategy, nth < 6 ? WAD : partOf(size, WAD));
    case "operator shares":
      return told(
        "core",
        "tellOperatorShares",
        operator,
        nth < 6 ? 10n ** 24n : nativeOf(m, delegator) - BigInt(who % 2),
      );
    case "reach":
      return told("core", "tellReach", cast.operators[other % 4], service, partOf(size, WAD));
    case "losses": {
      const maximum = partOf(size, 300n * ETH);
      return told("core", "tellLosses", service, { maximum, staying: (maximum * BigInt(nth)) / 10n });
    }
    case "slash shares":
      return told("core", "tellShares", delegator, strategy, partOf(size, core.sharesOf(m, delegator, strategy)));
    case "slash queued": {
      const root = core.rootsOf(m, delegator)[0];
      const left = root === undefined ? [] : core.queuedShares(m, root).map((shares) => partOf(size, shares));
      return root === undefined ? [] : told("core", "tellQueued", root, left);
    }
    case "slash and tell":
      return told("core", "slash", config.rules, operator, strategy, partOf(size, WAD), BigInt(1 + (nth % 3)));
    case "force":
      return told("core", "force", delegator, strategies);
    case "queue together":
      return told("core", "queueTogether", delegator, strategies.slice(0, 2 + (nth % 2)));
    case "use a key":
      return told("core", "tellKey", (state.keys.get(String(slot))?.[0] ?? KEYS[39]!).pubkey);
    case "pod": {
      if (delegator === ZERO) return [];
      const gwei = nativeOf(m, delegator) / GWEI;
      const inPod = nth < 3 ? 0n : partOf(size, gwei);
      return told("delegator", "tell", delegator, nth === 9, inPod, nth < 5 ? 0n : toldLeaving(m, delegator));
    }
    case "penalties":
      return told("core", "tellPenalties", delegator, nth < 3 ? 0n : min(WAD, partOf(size, WAD)));
    case "doubt":
      return delegator === ZERO ? [] : told("delegator", "tellDoubt", delegator, strategy, nth < 6);
    case "weight":
      return keys.length === 0
        ? []
        : told("delegator", "tellKey", delegator, keys[0], 32n * GWEI + partOf(size, 2_000n * GWEI));
    case "reserve": {
      const rate = nth === 8 ? 0n : (WAD * BigInt(60 + 10 * nth)) / 100n;
      return told("reserve", "tell", reserve, partOf(size, 300n * ETH), rate, other !== 4, nth === 9);
    }
    case "strategy":
      return nth === 8
        ? told("strategy", "tell", ofLst, partOf(size, 20n * ETH) + 1n, 1n, false)
        : told("strategy", "tell", ofLst, BigInt(60 + 11 * nth), 100n, nth === 9);
  }
}

const validatorsOf = (m: Restaker, delegator: string): string[] =>
  delegator === ZERO
    ? []
    : toldSlot(m, delegator)
        .validators.entries()
        .map(([pubkey]) => pubkey);

const toldLeaving = (m: Restaker, delegator: string): bigint => toldSlot(m, delegator).leavingAssets;

const nativeOf = (m: Restaker, delegator: string): bigint => {
  const held = core.sharesOf(m, delegator, m.state.config.beaconChainEth);
  return held === 0n ? 1n : held;
};

/** A slot whose operator is not fit any more. */
const unfitOf = (m: Restaker): bigint | undefined => {
  const at = m.state.slots.findIndex(({ operator }) => !isEligible(m, operator));
  return at === -1 ? undefined : BigInt(at);
};

/** Slot and strategy of which there is something to take. */
function mostOf(m: Restaker, of: typeof excessOf, nth: number): readonly [slot: bigint, strategy: string] {
  const all = m.state.slots.flatMap((_, slot) =>
    m.state.strategies.map((strategy) => [BigInt(slot), strategy] as const),
  );
  const some = all.filter(([slot, strategy]) => {
    const { delegator } = slotAt(m, slot);
    let found = 0n;
    attempt(m, () => {
      found = of(m, slot, strategy);
    });
    return found > 0n && core.depositsOf(m, delegator, strategy) > 0n;
  });
  return some[nth % Math.max(1, some.length)] ?? [0n, m.state.config.beaconChainEth];
}

/** A slot's own withdrawal, with what it can be completed by; that of another slot; or one that nobody queued. */
function completionOf(m: Restaker, slot: bigint, nth: number): readonly [slot: bigint, withdrawal: Withdrawal] {
  const all = m.state.slots.flatMap(({ delegator }, of) =>
    core.rootsOf(m, delegator).map((root) => [BigInt(of), core.withdrawalOf(m, root) as Withdrawal] as const),
  );
  const [of, known] = all[nth % Math.max(1, all.length)] ?? [slot, undefined];
  const nobody: Withdrawal = {
    ...{ staker: ZERO, delegatedTo: ZERO, withdrawer: ZERO, nonce: 9_999n, startBlock: 1n },
    ...{ strategies: [m.state.strategies.at(-1) as string], scaledShares: [ETH] },
  };
  return [nth === 7 ? slot : of, nth === 9 ? nobody : (known ?? nobody)];
}
