import type { Action } from "../../../model/3-restaking/step.ts";
import type { Withdrawal } from "../../../model/3-restaking/types.ts";
import { ZERO_ADDRESS, ZERO_HASH } from "../../../model/shared/machine.ts";
import type { ActionName, Args } from "../format/actions.ts";
import { splitSet } from "../format/cast.ts";
import type { Tree } from "../format/types.ts";
import type { ModelStage } from "./stage.ts";
import type { ModelWithdrawals } from "./words.ts";

/** An action of a recording as the model plays it, and what it returned in the recording's words. */
export interface ModelMove {
  readonly action: Action;
  readonly returned: (value: unknown) => Readonly<Record<string, Tree>>;
  /** Played before: what the actor needs in hand. */
  readonly first?: Action;
  /** Played when it reverted: takes that back. */
  readonly undo?: Action;
}

/** Actions that are transactions with arguments of their own. */
type Sent = Exclude<ActionName, "rollBlocks" | "delegateCode" | "call">;

type Moves = {
  readonly [A in Sent]: (args: Args<A>, stage: ModelStage, withdrawals: ModelWithdrawals) => ModelMove | undefined;
};

const NO_SIGNATURE = { signature: "0x", expiry: 0n };
const nothing = () => ({});
const spell = (values: unknown): string[] => (values as readonly bigint[]).map(String);

/** Numbers the withdrawals that a function queued. */
export function queued(stage: ModelStage, { roots, structs }: ModelWithdrawals, added: readonly string[]): Tree {
  const first = roots.length;
  roots.push(...added);
  return added.map((root, index) => {
    const id = String(first + index);
    structs.set(id, stage.state().withdrawals.get(root) as Withdrawal);
    return id;
  });
}

export const MODEL_MOVES: Moves = {
  registerAsOperator: ({ operator, allocationDelay }, stage) =>
    delegation(stage, operator, "registerAsOperator", [ZERO_ADDRESS, BigInt(allocationDelay), ""]),

  createOperatorSet: ({ set, strategies }, stage) => {
    const { avs, params } = newSet(set, strategies, stage);
    return allocation(stage, avs, "createOperatorSetsV2", [avs, params]);
  },

  createRedistributingOperatorSet: ({ set, strategies }, stage) => {
    const { avs, params } = newSet(set, strategies, stage);
    const args = [avs, params, [stage.redistributionRecipient]];
    return allocation(stage, avs, "createRedistributingOperatorSetsV2", args);
  },

  depositIntoStrategy: ({ staker, strategy, amount }, stage) => {
    const from = stage.addresses.account(staker);
    const { strategy: at, token } = strategyOf(stage, strategy);
    const args = [at, token, BigInt(amount)];
    const hand = { from, to: token, args: [from, BigInt(amount)] };
    return {
      action: { from, to: stage.addresses.contracts.StrategyManager, function: "depositIntoStrategy", args },
      returned: (shares) => ({ shares: String(shares) }),
      first: { ...hand, function: "mint" },
      undo: { ...hand, function: "burn" },
    };
  },

  donateToStrategy: ({ strategy, amount }, stage) => {
    const { strategy: at, token } = strategyOf(stage, strategy);
    const action = { from: ZERO_ADDRESS, to: token, function: "mint", args: [at, BigInt(amount)] };
    return { action, returned: nothing };
  },

  delegateTo: ({ staker, operator }, stage) =>
    delegation(stage, staker, "delegateTo", [stage.addresses.account(operator), NO_SIGNATURE, ZERO_HASH]),

  undelegate: ({ caller, staker }, stage, withdrawals) => ({
    ...delegation(stage, caller, "undelegate", [stage.addresses.account(staker)]),
    returned: (roots) => ({ withdrawalIds: queued(stage, withdrawals, roots as string[]) }),
  }),

  redelegate: ({ staker, operator }, stage, withdrawals) => ({
    ...delegation(stage, staker, "redelegate", [stage.addresses.account(operator), NO_SIGNATURE, ZERO_HASH]),
    returned: (roots) => ({ withdrawalIds: queued(stage, withdrawals, roots as string[]) }),
  }),

  queueWithdrawals: ({ staker, strategy, depositShares }, stage, withdrawals) => {
    const strategies = [strategyOf(stage, strategy).strategy];
    return {
      ...delegation(stage, staker, "queueWithdrawals", [[{ strategies, depositShares: [BigInt(depositShares)] }]]),
      returned: (roots) => ({ withdrawalIds: queued(stage, withdrawals, roots as string[]) }),
    };
  },

  completeQueuedWithdrawal: ({ withdrawalId, receiveAsTokens }, stage, { structs }) => {
    const withdrawal = structs.get(withdrawalId);
    if (withdrawal === undefined) return undefined;
    const { nameOf, contracts } = stage.addresses;
    const tokens = withdrawal.strategies.map((at) => strategyOf(stage, nameOf(at)).token);
    const action = {
      from: withdrawal.staker,
      to: contracts.DelegationManager,
      function: "completeQueuedWithdrawal",
      args: [withdrawal, tokens, receiveAsTokens],
    };
    return { action, returned: nothing };
  },

  modifyAllocations: ({ operator, set, strategy, newMagnitude }, stage) => {
    const from = stage.addresses.account(operator);
    const strategies = [strategyOf(stage, strategy).strategy];
    const change = { operatorSet: operatorSet(stage, set), strategies, newMagnitudes: [BigInt(newMagnitude)] };
    return allocation(stage, from, "modifyAllocations", [from, [change]]);
  },

  clearDeallocationQueue: ({ operator, strategy, numToClear }, stage) => {
    const args = [stage.addresses.account(operator), [strategyOf(stage, strategy).strategy], [BigInt(numToClear)]];
    return allocation(stage, ZERO_ADDRESS, "clearDeallocationQueue", args);
  },

  registerForOperatorSets: ({ operator, set }, stage) => {
    const from = stage.addresses.account(operator);
    const { avs, id } = operatorSet(stage, set);
    return allocation(stage, from, "registerForOperatorSets", [from, { avs, operatorSetIds: [id] }]);
  },

  deregisterFromOperatorSets: ({ operator, set }, stage) => {
    const from = stage.addresses.account(operator);
    const { avs, id } = operatorSet(stage, set);
    return allocation(stage, from, "deregisterFromOperatorSets", [{ operator: from, avs, operatorSetIds: [id] }]);
  },

  slashOperator: ({ operator, set, strategies, wadsToSlash }, stage) => {
    const { avs, id } = operatorSet(stage, set);
    const params = {
      operator: stage.addresses.account(operator),
      operatorSetId: id,
      strategies: strategies.map((name) => strategyOf(stage, name).strategy),
      wadsToSlash: wadsToSlash.map(BigInt),
      description: "",
    };
    return {
      ...allocation(stage, avs, "slashOperator", [avs, params]),
      returned: (value) => {
        const [slashId, shares] = value as [bigint, readonly bigint[]];
        return { slashId: String(slashId), shares: spell(shares) };
      },
    };
  },

  clearBurnOrRedistributableShares: ({ set, slashId }, stage) => ({
    ...strategies(stage, "clearBurnOrRedistributableShares", [operatorSet(stage, set), BigInt(slashId)]),
    returned: (amounts) => ({ amounts: spell(amounts) }),
  }),

  clearBurnOrRedistributableSharesByStrategy: ({ set, slashId, strategy }, stage) => {
    const args = [operatorSet(stage, set), BigInt(slashId), strategyOf(stage, strategy).strategy];
    return {
      ...strategies(stage, "clearBurnOrRedistributableSharesByStrategy", args),
      returned: (amount) => ({ amount: String(amount) }),
    };
  },

  beaconBalanceUpdate: ({ staker, prevRestakedBalanceWei, balanceDeltaWei }, stage) => {
    const owner = stage.addresses.account(staker);
    const action = {
      from: stage.state().pods.get(owner) ?? ZERO_ADDRESS,
      to: stage.addresses.contracts.EigenPodManager,
      function: "recordBeaconChainETHBalanceUpdate",
      args: [owner, BigInt(prevRestakedBalanceWei), BigInt(balanceDeltaWei)],
    };
    return { action, returned: nothing };
  },
};

function delegation({ addresses }: ModelStage, who: string, name: string, args: readonly unknown[]): ModelMove {
  const action = { from: addresses.account(who), to: addresses.contracts.DelegationManager, function: name, args };
  return { action, returned: nothing };
}

function allocation({ addresses }: ModelStage, from: string, name: string, args: readonly unknown[]): ModelMove {
  return { action: { from, to: addresses.contracts.AllocationManager, function: name, args }, returned: nothing };
}

function strategies({ addresses }: ModelStage, name: string, args: readonly unknown[]): ModelMove {
  const action = { from: ZERO_ADDRESS, to: addresses.contracts.StrategyManager, function: name, args };
  return { action, returned: nothing };
}

function operatorSet({ addresses }: ModelStage, set: string) {
  const { avs, id } = splitSet(set);
  return { avs: addresses.account(avs), id };
}

function newSet(set: string, names: readonly string[], stage: ModelStage) {
  const { avs, id } = operatorSet(stage, set);
  const held = names.map((name) => strategyOf(stage, name).strategy);
  return { avs, params: [{ operatorSetId: id, strategies: held, slasher: avs }] };
}

function strategyOf({ addresses }: ModelStage, name: string) {
  const found = addresses.strategies.get(name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}
