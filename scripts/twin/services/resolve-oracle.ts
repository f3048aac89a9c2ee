import { numbersOf, priceDigestOf, reportOf } from "../../../model/4-avs/oracle/price-oracle.ts";
import { keyOf } from "../../../model/shared/machine.ts";
import { ETH, WAD } from "../../lib/units.ts";
import { signedBy } from "./resolve-bridge.ts";
import type { Choice, Chosen } from "./resolve.ts";
import { NOBODY } from "./sent.ts";

/** Steps of the price oracle and its consumer. */

const MIDDLE = 2_000n * WAD;
/** Near one another, at the bound on either side, far off, and no price. */
const PRICES = [0n, 1n, WAD, 40n * WAD, 40n * WAD + 1n, 100n * WAD, -500n * WAD, -40n * WAD, 3n, -MIDDLE];

/** The newest round, or sometimes the one before. */
const roundOf = ({ avs, cast, wait: [, seconds] }: Choice): bigint => {
  const { current } = numbersOf(avs, cast.oracle);
  return seconds === 240n && current > 1n ? current - 1n : current;
};

/** Operators of a round with their weights, as its event has them. */
function weightsOf({ avs, cast }: Choice, round: bigint): [string[], bigint[]] {
  const known = avs.state.rounds.get(keyOf(cast.oracle, String(round)))?.weightsCommitment ?? "weights(;)";
  const [operators, weights] = known.slice("weights(".length, -1).split(";") as [string, string];
  const list = (text: string): string[] => (text === "" ? [] : text.split(","));
  return [list(operators), list(weights).map(BigInt)];
}

export const ofOracle = {
  openRound: ({ cast }: Choice): Chosen => [cast.alice, cast.oracle, "openRound"],
  report: (choice: Choice): Chosen => {
    const { avs, cast, operator, nth } = choice;
    const [round, price] = [roundOf(choice), MIDDLE + (PRICES[nth] as bigint)];
    const digest = priceDigestOf(cast.oracle, operator, round, price);
    const signature = nth === 8 ? NOBODY : signedBy(avs, cast.oracle, operator, digest);
    return [cast.alice, cast.oracle, "report", operator, round, price, signature];
  },
  settle: (choice: Choice): Chosen => {
    const { avs, cast, nth } = choice;
    const round = roundOf(choice);
    const [operators, weights] = weightsOf(choice, round);
    const priceOf = (place: number): bigint => reportOf(avs, cast.oracle, round, operators[place] as string);
    const order = operators
      .map((_, place) => place)
      .filter((place) => priceOf(place) > 0n && (weights[place] as bigint) > 0n)
      .sort((left, right) => (priceOf(left) < priceOf(right) ? -1 : 1));
    if (nth === 9) order.reverse();
    if (nth === 8) order.pop();
    if (nth === 6) order.push(order[0] ?? 9);
    if (nth === 7) weights.pop();
    return [cast.alice, cast.oracle, "settle", round, operators, weights, order.map(BigInt)];
  },
  "prove deviation": (choice: Choice): Chosen => {
    const { cast, operator, nth } = choice;
    const round = roundOf(choice);
    const [operators, weights] = weightsOf(choice, round);
    const place = operators.indexOf(operator);
    if (nth === 9) weights.pop();
    return [cast.alice, cast.oracle, "proveDeviation", round, operators, weights, BigInt(place < 0 ? 9 : place)];
  },
  "punish deviation": (choice: Choice): Chosen => {
    return [choice.cast.alice, choice.cast.oracle, "punish", choice.operator, roundOf(choice)];
  },
  borrow: ({ cast, nth, bps }: Choice): Chosen => {
    const most = (MIDDLE * 2n) / 3n;
    return [nth % 2 === 0 ? cast.alice : cast.admin, cast.priceConsumer, "borrow", ETH, (most * bps) / 9_000n];
  },
  repayAll: ({ cast, nth }: Choice): Chosen => [
    nth % 2 === 0 ? cast.alice : cast.admin,
    cast.priceConsumer,
    "repayAll",
  ],
} as const;
