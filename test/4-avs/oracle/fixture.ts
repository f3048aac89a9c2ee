import { type OracleDomain, settlementOrder, signPrice } from "../../../scripts/services/oracle.ts";
import {
  DELAY_BLOCKS,
  deployCore,
  ethers,
  networkHelpers,
  type ServiceOperator,
  SET_ID,
  signer,
  staff,
} from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

export const REPORT_SECONDS = 300n;
export const QUORUM_BIPS = 6_500n;
/** A report may be 2 % off the median. */
export const DEVIATION_BIPS = 200n;
export const SLASH_WAD = WAD / 20n;
export const VETO_SECONDS = 120n;
/** The longest for which whoever reports can be punished. */
const MAXIMUM_AGE_SECONDS = DELAY_BLOCKS * 12n - VETO_SECONDS;

/** An oracle behind a vetoable slasher, with operators that hold 40, 25, 20 and 15 % of the stake. */
export async function deployOracle() {
  const core = await deployCore();
  const [admin, alice, mallory, committee] = [await signer(0), await signer(2), await signer(3), await signer(4)];
  const { allocationManager, rewardsCoordinator } = core;
  const oracle = await ethers.deployContract("PriceOracle", [
    allocationManager,
    rewardsCoordinator,
    admin,
    "ipfs://oracle",
    REPORT_SECONDS,
    QUORUM_BIPS,
    DEVIATION_BIPS,
    SLASH_WAD,
  ]);
  const avs = await oracle.getAddress();
  const terms = [300_000, WAD / 2n, 604_800, committee, VETO_SECONDS, 240] as const;
  const slasher = await ethers.deployContract("VetoableSlasher", [allocationManager, avs, avs, admin, ...terms]);
  const weights = core.strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  const rules = { minimumStake: 0, maximumOperators: 6, lookaheadBlocks: DELAY_BLOCKS, allowlisted: false };
  await oracle.createSet(SET_ID, weights, slasher, ethers.ZeroAddress, rules);
  const op1 = await staff(core, avs, 1, 40n * ETH);
  const op2 = await staff(core, avs, 2, 25n * ETH);
  const op3 = await staff(core, avs, 3, 20n * ETH);
  const op4 = await staff(core, avs, 4, 15n * ETH);
  const consumer = await ethers.deployContract("PriceConsumer", [oracle, MAXIMUM_AGE_SECONDS]);
  const domain: OracleDomain = { chainId: (await ethers.provider.getNetwork()).chainId, oracle: avs };

  const sign = async ({ account, key }: ServiceOperator, round: bigint, priceWad: bigint) =>
    signPrice(key, domain, { operator: account.address, round, priceWad });
  const report = async (operator: ServiceOperator, round: bigint, priceWad: bigint) =>
    oracle.report(operator.account, round, priceWad, await sign(operator, round, priceWad));
  /** What opening the round said: operators and weights. */
  const opened = async (round: bigint) => {
    const [event] = await oracle.queryFilter(oracle.filters.RoundOpened(round));
    return { operators: [...event!.args.operators], weights: [...event!.args.weights] };
  };
  const settle = async (round: bigint) => {
    const { operators, weights } = await opened(round);
    const reports = await Promise.all(operators.map(async (operator) => oracle.reportOf(round, operator)));
    return oracle.settle(round, operators, weights, settlementOrder(reports, weights));
  };
  /** One whole round with these prices, in whole units of the quote. */
  const playRound = async (prices: readonly (readonly [ServiceOperator, bigint])[]) => {
    await oracle.openRound();
    const round = await oracle.currentRound();
    for (const [operator, price] of prices) await report(operator, round, price * WAD);
    await networkHelpers.time.increase(REPORT_SECONDS);
    await settle(round);
    return round;
  };
  const proveDeviation = async (round: bigint, { account }: ServiceOperator) => {
    const { operators, weights } = await opened(round);
    return oracle.proveDeviation(round, operators, weights, operators.indexOf(account.address));
  };
  const helpers = { sign, report, opened, settle, playRound, proveDeviation };
  const people = { admin, alice, mallory, committee, op1, op2, op3, op4 };
  return { core, oracle, slasher, consumer, avs, domain, ...people, ...helpers };
}
