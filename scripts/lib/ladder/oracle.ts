import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { settlementOrder, signPrice } from "../../services/oracle.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/** What settling a round of the oracle, or proving a deviation in it, asks for. */
interface Round {
  readonly operators: string[];
  readonly weights: bigint[];
}

/** Operators and weights of a round, from the event of its opening. */
async function roundOf({ contracts: { oracle } }: Ladder, round: bigint): Promise<Round> {
  const [opened] = await oracle.queryFilter(oracle.filters.RoundOpened(round));
  if (!opened) throw new Error(`the oracle has opened no round ${round}`);
  return { operators: [...opened.args.operators], weights: [...opened.args.weights] };
}

/** Opens the next round: the stakes of this block are its weights. @returns its number */
export async function openRound({ contracts: { oracle }, keeper }: Ladder): Promise<bigint> {
  await sent(oracle.connect(keeper).openRound());
  return oracle.currentRound();
}

/** An operator signs a price for the newest round, in wad, and a keeper carries it to the oracle. @returns the round */
export async function quote(ladder: Ladder, operator: HardhatEthersSigner, priceWad: bigint): Promise<bigint> {
  const { ethers, contracts, addresses, keeper } = ladder;
  const round = await contracts.oracle.currentRound();
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { chainId, oracle: addresses.oracle };
  const signature = await signPrice(operator, domain, { operator: operator.address, round, priceWad });
  await sent(contracts.oracle.connect(keeper).report(operator.address, round, priceWad, signature));
  return round;
}

/** Settles the newest round, whose reporting time must be over. @returns its price in wad */
export async function settleRound(ladder: Ladder): Promise<bigint> {
  const { contracts, keeper } = ladder;
  const number = await contracts.oracle.currentRound();
  const { operators, weights } = await roundOf(ladder, number);
  const reportsWad = await Promise.all(operators.map((operator) => contracts.oracle.reportOf(number, operator)));
  const order = settlementOrder(reportsWad, weights);
  await sent(contracts.oracle.connect(keeper).settle(number, operators, weights, order));
  return (await contracts.oracle.roundAt(number)).priceWad;
}

/** Anyone shows that an operator's report of a round lies too far from its median: a slash is announced. */
export async function accuse(ladder: Ladder, by: HardhatEthersSigner, operator: string, round: bigint): Promise<void> {
  const { operators, weights } = await roundOf(ladder, round);
  const index = operators.indexOf(operator);
  if (index < 0) throw new Error(`${operator} has no part in round ${round}`);
  await sent(ladder.contracts.oracle.connect(by).proveDeviation(round, operators, weights, index));
}

/** The committee lets an operator off. */
export async function veto({ contracts, guardian }: Ladder, operator: string, round: bigint): Promise<void> {
  const faultId = await contracts.oracle.faultIdOf(operator, round);
  await sent(contracts.oracleSlasher.connect(guardian).veto(faultId));
}

/** Anyone executes an announced slash, after the veto window. */
export async function execute(
  { contracts }: Ladder,
  by: HardhatEthersSigner,
  operator: string,
  round: bigint,
): Promise<void> {
  const faultId = await contracts.oracle.faultIdOf(operator, round);
  await sent(contracts.oracleSlasher.connect(by).execute(faultId));
}

/** Anyone closes an announcement that nobody has executed in time. */
export async function clear({ contracts, keeper }: Ladder, operator: string, round: bigint): Promise<void> {
  const faultId = await contracts.oracle.faultIdOf(operator, round);
  await sent(contracts.oracleSlasher.connect(keeper).clear(faultId));
}
