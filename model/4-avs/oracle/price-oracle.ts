import { type Address, emit, type Hash, keyOf } from "../../shared/machine.ts";
import { check, itemAt } from "../../shared/revert.ts";
import type { Signature } from "../../shared/signature.ts";
import { isProven, prove, punishProven } from "../faults.ts";
import { currentKey, signed } from "../keys/signing-keys.ts";
import { deployService } from "../service-manager.ts";
import { checkQuorum, checkSlash, checkWorkTime, ONE_IN_BIPS, SECONDS_PER_BLOCK } from "../service-terms.ts";
import { noticeSeconds } from "../slashers/notice.ts";
import { stakes } from "../stakes.ts";
import { type Avs, found, termsOf } from "../state.ts";
import type { Round, Rounds } from "./state.ts";
import { lowerMedian } from "./weighted-median.ts";

/**
 * Prices, round by round: the stake-weighted median of what operators report. A round takes the weights of the block in
 * which it opens, and reports for a while; after that anybody settles it. Who reported further from the median than the
 * bound, with weight, is at fault.
 */

const SET_ID = 1n;
const DESCRIPTION = "oracle: off the median";
const HIGHEST_PRICE = 2n ** 128n - 1n;
const NO_ROUND: Round = { weightsCommitment: "", openedAt: 0n, priceWad: 0n };
const NO_ROUNDS: Rounds = { current: 0n, latestSettled: 0n };

export interface OracleParameters {
  readonly admin: Address;
  readonly funders: readonly Address[];
  readonly metadataURI: string;
  readonly reportSeconds: bigint;
  readonly quorumBips: bigint;
  readonly deviationBips: bigint;
  readonly slashWad: bigint;
}

export function deployOracle(avs: Avs, at: Address, parameters: OracleParameters): void {
  const { admin, funders, metadataURI, reportSeconds, quorumBips, deviationBips, slashWad } = parameters;
  // weighed when the round opens, proven when it is settled
  const terms = { admin, funders, slashWad, workSeconds: reportSeconds, aheadBlocks: undefined };
  deployService(avs, at, terms, metadataURI);
  checkWorkTime(reportSeconds, termsOf(avs, at).slashWindowBlocks);
  checkQuorum(quorumBips);
  check(deviationBips > 0n && deviationBips < ONE_IN_BIPS, "InvalidDeviation", deviationBips);
  checkSlash(slashWad);
  avs.state.oracles = avs.state.oracles.set(at, { reportSeconds, quorumBips, deviationBips });
}

/** What an operator signs, in place of its hash. */
export const priceDigestOf = (oracle: Address, operator: Address, round: bigint, priceWad: bigint): Hash =>
  JSON.stringify(["Price", oracle, operator, String(round), String(priceWad)]);

export const deviationIdOf = (oracle: Address, operator: Address, round: bigint): Hash =>
  `fault(${oracle},${operator},${round})`;

export function openRound(avs: Avs, _sender: Address, oracle: Address): bigint {
  const { current, latestSettled } = numbersOf(avs, oracle);
  if (current > 0n) {
    const endsAt = endOf(avs, oracle, current);
    check(avs.block.timestamp >= endsAt, "RoundStillOpen", current, endsAt);
  }
  const round = current + 1n;
  avs.state.roundNumbers = avs.state.roundNumbers.set(oracle, { current: round, latestSettled });
  const [operators, weights] = stakes(avs, oracle, SET_ID);
  const weightsCommitment = commitmentTo(operators, weights);
  setRound(avs, oracle, round, { weightsCommitment, openedAt: avs.block.timestamp, priceWad: 0n });
  emit(avs, oracle, "RoundOpened", { round, operators, weights });
  return round;
}

export function report(
  avs: Avs,
  _sender: Address,
  oracle: Address,
  operator: Address,
  round: bigint,
  priceWad: bigint,
  signature: Signature,
): void {
  const { openedAt } = roundOf(avs, oracle, round);
  const isOpen = openedAt > 0n && avs.block.timestamp < endOf(avs, oracle, round);
  check(isOpen, "RoundNotOpen", round);
  check(priceWad > 0n && priceWad <= HIGHEST_PRICE, "InvalidPrice", priceWad);
  check(reportOf(avs, oracle, round, operator) === 0n, "AlreadyReported", operator, round);
  const digest = priceDigestOf(oracle, operator, round, priceWad);
  const isValid = signed(avs, currentKey(avs, oracle, operator), digest, signature);
  check(isValid, "InvalidReport", operator, round, priceWad);
  avs.state.reports = avs.state.reports.set(reportKey(oracle, round, operator), priceWad);
  emit(avs, oracle, "PriceReported", { round, operator, priceWad });
}

/** @param order places of all who reported with weight, by price, none descending */
export function settleRound(
  avs: Avs,
  _sender: Address,
  oracle: Address,
  round: bigint,
  operators: readonly Address[],
  weights: readonly bigint[],
  order: readonly bigint[],
): void {
  const { openedAt, priceWad } = roundOf(avs, oracle, round);
  check(openedAt > 0n, "RoundNotOpen", round);
  const endsAt = endOf(avs, oracle, round);
  check(avs.block.timestamp >= endsAt, "RoundStillOpen", round, endsAt);
  check(priceWad === 0n, "RoundAlreadySettled", round);
  checkWeights(avs, oracle, round, operators, weights);
  checkOrder(avs, oracle, round, operators, weights, order);

  const places = order.map(Number);
  const reported = places.map((place) => reportOf(avs, oracle, round, operators[place] as Address));
  const counted = places.map((place) => weights[place] as bigint);
  const [reportedStake, totalStake] = [sum(counted), sum(weights)];
  const { quorumBips } = found(avs.state.oracles, oracle);
  const isQuorum = reportedStake > 0n && reportedStake * ONE_IN_BIPS >= quorumBips * totalStake;
  check(isQuorum, "TooFewReports", reportedStake, totalStake, quorumBips);
  const median = lowerMedian(reported, counted);
  setRound(avs, oracle, round, { ...roundOf(avs, oracle, round), priceWad: median });
  const { current, latestSettled } = numbersOf(avs, oracle);
  const latest = round > latestSettled ? round : latestSettled;
  avs.state.roundNumbers = avs.state.roundNumbers.set(oracle, { current, latestSettled: latest });
  emit(avs, oracle, "RoundSettled", { round, priceWad: median, reportedStake, totalStake });
}

/** @param index place of the operator */
export function proveDeviation(
  avs: Avs,
  _sender: Address,
  oracle: Address,
  round: bigint,
  operators: readonly Address[],
  weights: readonly bigint[],
  index: bigint,
): void {
  const { priceWad: medianWad } = roundOf(avs, oracle, round);
  check(medianWad > 0n, "RoundNotSettled", round);
  checkWeights(avs, oracle, round, operators, weights);
  const operator = itemAt(operators, Number(index));
  const priceWad = reportOf(avs, oracle, round, operator);
  check(priceWad > 0n && itemAt(weights, Number(index)) > 0n, "ReportNotCounted", operator, round);
  const distance = priceWad > medianWad ? priceWad - medianWad : medianWad - priceWad;
  const { deviationBips } = found(avs.state.oracles, oracle);
  const isOff = distance * ONE_IN_BIPS > deviationBips * medianWad;
  check(isOff, "WithinBound", priceWad, medianWad, deviationBips);
  const faultId = deviationIdOf(oracle, operator, round);
  check(!isProven(avs, oracle, faultId), "DeviationAlreadyProven", operator, round);
  emit(avs, oracle, "DeviationProven", { round, operator, priceWad, medianWad });
  prove(avs, oracle, SET_ID, operator, faultId, DESCRIPTION);
}

export function punishDeviation(avs: Avs, _sender: Address, oracle: Address, operator: Address, round: bigint): void {
  punishProven(avs, oracle, SET_ID, operator, deviationIdOf(oracle, operator, round), DESCRIPTION);
}

export const numbersOf = ({ state }: Avs, oracle: Address): Rounds => state.roundNumbers.get(oracle) ?? NO_ROUNDS;

export const reportOf = ({ state }: Avs, oracle: Address, round: bigint, operator: Address): bigint =>
  state.reports.get(reportKey(oracle, round, operator)) ?? 0n;

/** @returns price, 0 for none, and when it opened, 0 for no such round */
export function roundAt(avs: Avs, oracle: Address, round: bigint): [bigint, bigint] {
  const { priceWad, openedAt } = roundOf(avs, oracle, round);
  return [priceWad, openedAt];
}

/** @returns the last price, when its round opened, and its number */
export function latestPrice(avs: Avs, oracle: Address): [bigint, bigint, bigint] {
  const { latestSettled } = numbersOf(avs, oracle);
  return [...roundAt(avs, oracle, latestSettled), latestSettled];
}

/** For how long after a round opened whoever reported in it can be punished, whatever it does. */
export function securedSeconds(avs: Avs, oracle: Address): bigint {
  return termsOf(avs, oracle).slashWindowBlocks * SECONDS_PER_BLOCK - noticeSeconds(avs, oracle, SET_ID);
}

/** Every place is there, once, of somebody who reported with weight; and nobody who did is left out. */
function checkOrder(
  avs: Avs,
  oracle: Address,
  round: bigint,
  operators: readonly Address[],
  weights: readonly bigint[],
  order: readonly bigint[],
): void {
  const counts = (place: number): boolean =>
    weights[place] !== 0n && reportOf(avs, oracle, round, operators[place] as Address) !== 0n;
  order.forEach((index, nth) => {
    const isNew = index < BigInt(operators.length) && !order.slice(0, nth).includes(index);
    check(isNew && counts(Number(index)), "InvalidOrder", index);
  });
  operators.forEach((_, place) => {
    check(!counts(place) || order.includes(BigInt(place)), "InvalidOrder", BigInt(place));
  });
}

function checkWeights(
  avs: Avs,
  oracle: Address,
  round: bigint,
  operators: readonly Address[],
  weights: readonly bigint[],
): void {
  const { weightsCommitment } = roundOf(avs, oracle, round);
  check(commitmentTo(operators, weights) === weightsCommitment, "WrongWeights", round);
}

const roundOf = ({ state }: Avs, oracle: Address, round: bigint): Round =>
  state.rounds.get(keyOf(oracle, String(round))) ?? NO_ROUND;

function setRound({ state }: Avs, oracle: Address, round: bigint, value: Round): void {
  state.rounds = state.rounds.set(keyOf(oracle, String(round)), value);
}

const endOf = (avs: Avs, oracle: Address, round: bigint): bigint =>
  roundOf(avs, oracle, round).openedAt + found(avs.state.oracles, oracle).reportSeconds;

const reportKey = (oracle: Address, round: bigint, operator: Address): string => keyOf(oracle, String(round), operator);

const commitmentTo = (operators: readonly Address[], weights: readonly bigint[]): Hash =>
  `weights(${operators.join()};${weights.join()})`;

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, one) => total + one, 0n);
