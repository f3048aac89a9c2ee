import { type Core, type CoreState, newCore } from "../../../../model/3-restaking/core.ts";
import { WAD } from "../../../../model/3-restaking/libraries/constants.ts";
import { type Action, step } from "../../../../model/3-restaking/step.ts";
import { ZERO_ADDRESS, ZERO_HASH } from "../../../../model/shared/machine.ts";
import { ETH } from "../../../lib/units.ts";
import type { World } from "../world.ts";
import { AT, CAST, SETS, STAKERS } from "./core-cast.ts";
import { actionOf, type Step, sequences } from "./core-draw.ts";

const MOST = 2n ** 256n - 1n;
const RICH = 10n ** 6n * ETH;
const OWN = 100n * ETH;
const DELAY_BLOCKS = 10n;
/** Later than any window reaches back. */
const FIRST_BLOCK = 100n;
const SECONDS = 12n;

const blockAt = (number: bigint) => ({ number, timestamp: 1_900_000_000n + number * SECONDS });

/** The restaking core by itself: two operators behind three sets, and five who have stake. */
export function coreWorld(): World<CoreState, Step> {
  let start = deployed();
  for (const action of beginning()) {
    const outcome = step(start, blockAt(FIRST_BLOCK), action);
    if (!outcome.ok) throw outcome.revert;
    start = outcome.state;
  }
  return {
    sequences,
    play(steps, each) {
      let [state, number] = [start, FIRST_BLOCK + 1n];
      for (const drawn of steps) {
        const block = blockAt(number + drawn.wait);
        const core: Core = { state: { ...state }, block, events: [] };
        const action = actionOf(core, drawn);
        const outcome = step(state, block, action);
        number = block.number;
        if (!outcome.ok) continue;
        const { value, events } = outcome;
        each({ before: state, after: outcome.state, block, call: action, value, events });
        ({ state } = outcome);
      }
    },
  };
}

function deployed(): CoreState {
  const config = {
    at: AT,
    minWithdrawalDelayBlocks: DELAY_BLOCKS,
    deallocationDelayBlocks: DELAY_BLOCKS,
    allocationConfigurationDelayBlocks: 3n,
    eigenStrategy: ZERO_ADDRESS,
    strategyWhitelister: CAST.owner,
    pausers: [CAST.owner],
    unpauser: CAST.owner,
    emissionsController: ZERO_ADDRESS,
    calculationIntervalSeconds: 86_400n,
    maxRewardsDurationSeconds: 6_048_000n,
    maxRetroactiveLengthSeconds: 7_776_000n,
    maxFutureLengthSeconds: 2_592_000n,
    genesisRewardsTimestamp: 1_710_979_200n,
  };
  const people = { owner: CAST.owner, rewardsUpdater: CAST.owner, feeRecipient: CAST.owner };
  const state = newCore(config, { ...people, activationDelay: 0n, defaultOperatorSplitBips: 1_000n });
  let { strategies, whitelisted, supplies } = state;
  for (const { strategy, token } of CAST.strategies) {
    strategies = strategies.set(strategy, { underlyingToken: token, totalShares: 0n });
    whitelisted = whitelisted.set(strategy, true);
    supplies = supplies.set(token, 0n);
  }
  return { ...state, strategies, whitelisted, supplies, code: state.code.set(CAST.service, "registrar") };
}

function beginning(): Action[] {
  const { service, operators, stakers, recipient } = CAST;
  const by = (from: string, to: string, name: string, ...args: unknown[]): Action => ({
    ...{ from, to, function: name, args },
  });
  const strategies = CAST.strategies.map((one) => one.strategy);
  const ofService = (name: string, ...args: unknown[]) => by(service, AT.AllocationManager, name, service, ...args);
  const sets = SETS.map(({ id }) => ({ operatorSetId: id, strategies }));
  return [
    ofService("updateAVSMetadataURI", ""),
    ofService("createOperatorSets", sets.slice(0, 2)),
    ofService("createRedistributingOperatorSets", sets.slice(2), [recipient]),
    ...operators.map((one) => by(one, AT.DelegationManager, "registerAsOperator", ZERO_ADDRESS, 0n, "")),
    ...STAKERS.flatMap((one, nth) =>
      CAST.strategies.flatMap(({ strategy, token }) => [
        by(one, token, "mint", one, RICH),
        by(one, token, "approve", AT.StrategyManager, MOST),
        by(one, AT.StrategyManager, "depositIntoStrategy", strategy, token, OWN / BigInt(nth + 1)),
      ]),
    ),
    ...stakers
      .slice(0, 2)
      .map((one) =>
        by(one, AT.DelegationManager, "delegateTo", operators[0], { signature: "0x", expiry: 0n }, ZERO_HASH),
      ),
    ...operators.flatMap((one) => [
      by(one, AT.AllocationManager, "registerForOperatorSets", one, { avs: service, operatorSetIds: [1n, 2n, 3n] }),
      by(
        one,
        AT.AllocationManager,
        "modifyAllocations",
        one,
        SETS.map((operatorSet) => ({ operatorSet, strategies, newMagnitudes: strategies.map(() => WAD / 5n) })),
      ),
    ]),
  ];
}
