import fc from "fast-check";
import { MAX_EXITS } from "../../../model/5-lrt/operators/lst-reserve.ts";
import type { Reserve } from "../../../model/5-lrt/operators/reserve.ts";
import type { ReserveAction } from "../../../model/5-lrt/operators/step.ts";
import { balanceOf as stakedOf } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { balanceOf } from "../../../model/shared/erc20.ts";
import { ETH } from "../../lib/units.ts";
import { actionsOf as onPool, partOf, type Step as StepOf, stepOf, stepsOf } from "../pool/draw.ts";
import { KINDS as OF_POOL, type Kind as PoolKind } from "../pool/kinds.ts";
import { type Kind, KINDS } from "./kinds.ts";
import type { ReservePair } from "./pair.ts";

export type Step = StepOf<Kind>;

const ZERO = `0x${"0".repeat(40)}`;
const MOST = 2n ** 256n - 1n;
const DAY = 86_400n;
/** At first. */
export const LEAST_LEG = ETH / 10n;
/** More than a validator can have, in gwei. */
const EVERYTHING = 10n ** 13n;
/** A strategy of the reserve's LST, and one of another. */
export const STRATEGIES = [`0x${"51".padStart(40, "0")}`, `0x${"52".padStart(40, "0")}`] as const;

/** What fills and empties a reserve comes more often. */
const OFTEN: readonly Kind[] = [
  ...(["deposit", "deposit", "send", "come back", "requestExit", "requestExit", "claimExit", "claimExit"] as const),
  ...(["close", "close", "report and fill", "report and fill", "unpause", "submit", "request", "setLimits"] as const),
];

const own = (kind: Kind, given: Partial<Step> = {}): Step => stepOf<Kind>(kind, given);
const LONG = 98_688n;
/** Deposits into both kinds of places, and an exit that waits beside those of others. */
const BUSY: readonly Step[] = [
  own("deposit", { size: { bps: 8_000n } }),
  own("send", { size: { bps: 3_000n }, other: 1 }),
  own("requestExit", { size: { bps: 5_000n } }),
  own("request", { size: { bps: 9_000n } }),
  own("close"),
];

/** Ways into what is rare. */
export const BEGINNINGS: readonly (readonly Step[])[] = [
  [],
  [...BUSY, own("report and fill"), own("claimExit"), own("submit", { size: { beyond: 0n } }), own("report and fill")],
  [...BUSY, own("report and fill"), own("pause", { other: 1 }), own("claimExit"), own("deposit", { who: 1 })],
  // half of the places for dust, all of them for legs
  [
    own("deposit", { size: { bps: 9_000n } }),
    own("take places", { size: { wei: 9n } }),
    own("requestExit", { size: { wei: LEAST_LEG } }),
    own("close", { wait: 3_600n }),
    own("report and fill"),
    ...[0, 1, 2, 3].map(() => own("claimExit")),
    own("take places", { size: { bps: 500n } }),
    own("requestExit", { size: { bps: 800n } }),
  ],
  [own("deposit", { size: { bps: 9_000n } }), own("take places", { size: { bps: 500n } }), own("requestExit")],
  [
    own("deposit"),
    own("retire", { nth: 7 }),
    own("deposit"),
    own("reward", { size: { wei: LEAST_LEG } }),
    own("take places", { size: { bps: 500n } }),
  ],
  // one wei
  [
    own("deposit", { size: { wei: 1n } }),
    own("requestExit", { size: { beyond: 0n } }),
    own("send", { size: { beyond: 0n } }),
    own("come back", { size: { wei: 1n } }),
    own("requestExit", { size: { beyond: 1n } }),
    own("report", { wait: 3_600n }),
    own("requestExit", { size: { beyond: 0n } }),
  ],
  // a share that is worth less than a wei
  [
    own("deposit"),
    ...[0, 1, 2, 3].map((nth) => own("penalize", { nth, size: { beyond: 0n } })),
    own("report"),
    own("requestExit", { size: { wei: 2n } }),
    own("request", { size: { bps: 5_000n } }),
    own("close", { wait: 3_600n }),
    own("report and fill"),
    own("claimExit"),
    own("submit", { size: { beyond: 0n } }),
    own("report and fill"),
    own("claimExit"),
  ],
  [own("deposit"), own("send"), own("stake all"), own("lose all", { wait: 2n * LONG }), own("requestExit")],
  // everything is lost after an exit was paid in part
  [...BUSY, own("report and fill"), own("lose all", { wait: 2n * LONG }), own("claimExit"), own("fill")],
  // a wei is left to all shares, so that new ones are more than a word holds
  [
    ...BUSY.slice(0, -1),
    own("close", { wait: 3_600n }),
    own("report and fill"),
    own("lose all", { wait: 2n * LONG }),
    own("submit"),
    own("wrap", { size: { bps: 10_000n } }),
    own("deposit", { size: { bps: 10_000n } }),
    own("come back", { size: { bps: 10_000n } }),
  ],
  // the count of what is away is wrong, until a deposit does not fit
  [
    own("deposit", { size: { bps: 5_000n } }),
    own("send", { size: { bps: 9_000n } }),
    own("setLimits", { size: { bps: 1_000n }, nth: 5 }),
    own("say", { size: { bps: 100n }, nth: 3 }),
    own("deposit"),
    own("setLimits", { size: { bps: 50n }, nth: 5 }),
    own("deposit"),
    own("say", { nth: 8 }),
    own("deposit"),
    own("say", { nth: 9 }),
    own("deposit"),
  ],
];

export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.nat(BEGINNINGS.length - 1),
    fc.array(stepsOf([...KINDS, ...OFTEN]), { minLength: 1, maxLength: 50, size: "max" }),
  )
  .map(([beginning, rest]) => [...(BEGINNINGS[beginning] as readonly Step[]), ...rest]);

/** What a step is, as the state is in which it is played: calls, the later ones in the same second. */
export function actionsOf(pair: Omit<ReservePair, "play" | "donate">, step: Step): readonly ReserveAction[] {
  const { kind, who, other, size, nth } = step;
  if (isOfPool(kind)) return onPool(pair, { ...step, kind });
  const reserve = pair.pool();
  const { state } = reserve;
  const { config, reserve: places, idleLst, awayLst } = state;
  const from = pair.people[who] as string;
  const call = (by: string, contract: ReserveAction["contract"], name: string, ...args: unknown[]): ReserveAction => ({
    ...{ from: by, contract, function: name, args },
  });
  const byRestaker = (name: string, ...args: unknown[]): ReserveAction[] => [
    call(nth === 9 ? from : places.restaker, "reserve", name, ...args),
  ];
  const wrapped = balanceOf(reserve, config.wstEth, from);
  const brought = (by: string, limited: boolean): ReserveAction[] => {
    const amount = partOf(size, wrapped);
    const counted = [amount, MOST, uncountedOf(reserve), amount + 1n][Math.max(0, nth - 5)] ?? amount;
    const transfer = call(from, "wstEth", "transfer", places.at, amount);
    return [...(nth === 7 ? [] : [transfer]), call(nth === 9 ? from : by, "reserve", "receiveLst", counted, limited)];
  };

  switch (kind) {
    case "deposit":
    case "reward":
      return brought(places.vault, kind === "deposit");
    case "come back":
      return brought(places.restaker, other === 4);
    case "gift of LST":
      return [call(from, "wstEth", "transfer", places.at, partOf(size, wrapped))];
    case "gift of stETH":
      return [call(from, "stEth", "transfer", places.at, partOf(size, stakedOf(reserve, from)))];
    case "gift of ether":
      return [];
    case "send ether":
      return [call(from, "reserve", "receive", partOf(size, ETH))];
    case "send":
      return byRestaker("send", [...pair.people, ZERO, config.stEth][other], nth === 8 ? MOST : partOf(size, idleLst));
    case "requestExit":
      return byRestaker("requestExit", partOf(size, idleLst));
    case "take places":
      return Array.from({ length: Number(MAX_EXITS) }, () => byRestaker("requestExit", partOf(size, idleLst))[0]!);
    case "claimExit":
      return byRestaker("claimExit", nth === 8 ? 99n : (state.exitIds[nth % Math.max(1, state.exitIds.length)] ?? 98n));
    case "setLimits": {
      const period = nth === 8 ? 3_599n : nth === 7 ? 90n * DAY + 1n : DAY;
      const by = nth === 9 ? from : places.governor;
      return [call(by, "reserve", "setLimits", partOf(size, 400n * ETH), BigInt(nth) * 20n * ETH, period)];
    }
    case "retire":
      return [call(nth < 7 ? from : places.restaker, "reserve", "retire")];
    case "say": {
      const [ofIt, ofAnother] = STRATEGIES;
      const quantity = nth === 8 ? 2n ** 128n : partOf(size, 2n * awayLst);
      const restaked = [
        { strategy: ofIt, quantity },
        { strategy: ofAnother, quantity: ETH },
      ];
      const strategy = other === 4 ? undefined : ofIt;
      return [call(from, "others", "say", { minLegAssets: partOf(size, ETH), strategy, restaked, broken: nth === 9 })];
    }
    case "stake all": {
      const missing = 32n * ETH - (state.bufferedEther % (32n * ETH));
      return [call(from, "stEth", "submit", missing, ZERO), call(from, "stEth", "stakeBuffered", 100n)];
    }
    case "lose all":
      return [
        ...[...state.staying, ...state.exiting].map(({ index }) =>
          call(pair.network, "rungOne", "reportPenalty", index, EVERYTHING),
        ),
        call(from, "stEth", "report", 1_000n),
      ];
  }
}

/** LST at the reserve that did not come through the vault or the restaker. */
export const uncountedOf = (reserve: Reserve): bigint => {
  const { config, reserve: places, idleLst } = reserve.state;
  return balanceOf(reserve, config.wstEth, places.at) - idleLst;
};

/** Ether that a step forces upon the pool or the reserve. */
export const givenBy = ({ kind, size }: Step): bigint =>
  kind === "donate" || kind === "gift of ether" ? partOf(size, ETH) : 0n;

const isOfPool = (kind: Kind): kind is Kind & PoolKind => OF_POOL.some((one) => one === kind);
