import type { Action } from "../../../model/3-restaking/step.ts";
import { KEY_KIND } from "../../../model/4-avs/state.ts";
import { ZERO_ADDRESS, ZERO_HASH } from "../../../model/shared/machine.ts";
import { ETH, WAD } from "../../lib/units.ts";
import type { Timed } from "./pair.ts";
import type { Cast } from "./stand.ts";

/** What a set of the bridge asks of operators. */
export const RULES = { minimumStake: 5n * ETH, maximumOperators: 3n, lookaheadBlocks: 8n, allowlisted: false };
const ORACLE_RULES = { ...RULES, lookaheadBlocks: 10n, allowlisted: true };
const MOST = 2n ** 256n - 1n;
/** What operators have of each token, and the two others who delegate to the first of them. */
const OWN = [50n, 30n, 20n, 7n].map((ether) => ether * ETH);
const DELEGATED = 11n * ETH;

/** Three operators behind all services, both sets of the bridge among them, one that is behind none, and two who delegate to them. */
export function preludeOf(cast: Cast): Timed[] {
  const { operators, stakers, strategies, tokens, admin, bridge, funder, signers } = cast;
  const at = { ...cast.core };
  const by = (from: string, to: string, name: string, ...args: unknown[]): Action => ({
    ...{ from, to, function: name, args },
  });
  const others = [cast.oracle, cast.availability];
  const weights = strategies.map((strategy, nth) => ({ strategy, multiplier: WAD / (nth === 0 ? 1n : 3n) }));
  const fund = (one: string, amount: bigint): Action[] =>
    tokens.flatMap((token, nth) => [
      by(one, token, "mint", one, amount),
      by(one, token, "approve", at.StrategyManager, MOST),
      by(one, at.StrategyManager, "depositIntoStrategy", strategies[nth], token, amount),
    ]);
  const setOf = (id: bigint) => ({ avs: bridge, id });
  const behind = (operator: string, nth: number): Action[] => [
    by(operator, at.AllocationManager, "modifyAllocations", operator, [
      { operatorSet: setOf(1n), strategies, newMagnitudes: strategies.map(() => (WAD * 3n) / 10n) },
      { operatorSet: setOf(2n), strategies: strategies.slice(0, 1), newMagnitudes: [(WAD * 3n) / 10n] },
      ...others.map((avs) => ({
        operatorSet: { avs, id: 1n },
        strategies,
        newMagnitudes: strategies.map(() => WAD / 5n),
      })),
    ]),
    ...others.map((avs) =>
      by(operator, at.AllocationManager, "registerForOperatorSets", operator, {
        ...{ avs, operatorSetIds: [1n] },
        data: { kind: KEY_KIND.ecdsa, key: signers[nth] },
      }),
    ),
    by(operator, at.AllocationManager, "registerForOperatorSets", operator, {
      avs: bridge,
      operatorSetIds: [1n, 2n],
      data: { kind: KEY_KIND.ecdsa, key: signers[nth] },
    }),
  ];
  const actions = [
    ...operators.map((one) => by(one, at.DelegationManager, "registerAsOperator", ZERO_ADDRESS, 0n, "")),
    ...operators.flatMap((one, nth) => fund(one, OWN[nth] as bigint)),
    ...stakers.flatMap((one, nth) => [
      by(one, at.DelegationManager, "delegateTo", operators[nth], { signature: "0x", expiry: 0n }, ZERO_HASH),
      ...fund(one, DELEGATED),
    ]),
    by(admin, bridge, "createSet", 1n, weights, cast.instantSlasher, ZERO_ADDRESS, RULES),
    by(admin, bridge, "createSet", 2n, weights.slice(0, 1), cast.vetoableSlasher, cast.alice, RULES),
    by(admin, cast.oracle, "createSet", 1n, weights, cast.oracleSlasher, ZERO_ADDRESS, ORACLE_RULES),
    ...operators.slice(0, 3).map((one) => by(admin, cast.oracle, "admit", 1n, one, true)),
    by(admin, cast.availability, "createSet", 1n, weights, cast.availabilitySlasher, ZERO_ADDRESS, RULES),
    by(admin, cast.instantSlasher, "addObserver", cast.wall),
    by(admin, cast.vetoableSlasher, "addObserver", cast.alice),
    by(admin, cast.vetoableSlasher, "addObserver", cast.wall),
    ...tokens.flatMap((token) => [
      by(funder, token, "mint", funder, OWN[0]),
      by(funder, token, "approve", bridge, MOST),
    ]),
    ...operators.slice(0, 3).flatMap(behind),
  ];
  return actions.map((action) => ({ wait: { blocks: 0n, seconds: 12n }, action }));
}
