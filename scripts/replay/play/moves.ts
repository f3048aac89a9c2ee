import { ZeroAddress, ZeroHash } from "ethers";
import type { Call } from "../chain/rpc.ts";
import type { Stage } from "../chain/stage.ts";
import type { ActionName, Args } from "../format/actions.ts";
import { RecordingError } from "../format/error.ts";
import type { Tree } from "../format/types.ts";
import type { Withdrawals } from "./withdrawals.ts";
import { wordsOf } from "./words.ts";

/** What an action sends, and how its returned bytes read. */
export interface Move {
  readonly call: Call;
  readonly returned: (data: string) => Readonly<Record<string, Tree>>;
  /** Sent before, in the same block: what the actor needs in hand. */
  readonly first?: Call;
  /** Sent after it reverted: takes back what `first` gave. */
  readonly undo?: Call;
}

/** Actions that send transactions; the others are the chain's. */
type Sent = Exclude<ActionName, "rollBlocks" | "delegateCode">;

/** Functions that return the roots of what they queued. */
const QUEUEING = ["queueWithdrawals", "undelegate", "redelegate"];

type Moves = {
  readonly [A in Sent]: (args: Args<A>, stage: Stage, withdrawals: Withdrawals) => Promise<Move | undefined>;
};

const NO_SIGNATURE = { signature: "0x", expiry: 0 };
/** Sends what anybody may send. */
const ANYBODY = "0x0000000000000000000000000000000000a11b0d";

const nothing = () => ({});
const spell = (values: readonly bigint[]): string[] => values.map(String);

/**
 * How each recorded action is played: by whom, on which contract, with which arguments. An action on a withdrawal that
 * was never queued here has no move.
 */
export const MOVES: Moves = {
  async registerAsOperator({ operator, allocationDelay }, { core, account }) {
    const call = await core.delegation.registerAsOperator.populateTransaction(ZeroAddress, allocationDelay, "");
    return { call: { from: account(operator), ...call }, returned: nothing };
  },

  async createOperatorSet({ set, strategies }, stage) {
    const { avs, params } = newSet(set, strategies, stage);
    const create = stage.core.allocation["createOperatorSets(address,(uint32,address[],address)[])"];
    return { call: { from: avs, ...(await create.populateTransaction(avs, params)) }, returned: nothing };
  },

  async createRedistributingOperatorSet({ set, strategies }, stage) {
    const { avs, params } = newSet(set, strategies, stage);
    const create =
      stage.core.allocation["createRedistributingOperatorSets(address,(uint32,address[],address)[],address[])"];
    const call = await create.populateTransaction(avs, params, [stage.redistributionRecipient]);
    return { call: { from: avs, ...call }, returned: nothing };
  },

  async depositIntoStrategy({ staker, strategy, amount }, stage) {
    const from = stage.account(staker);
    const { strategy: at, token } = stage.strategy(strategy);
    const { depositIntoStrategy } = stage.core.strategyManager;
    return {
      call: { from, ...(await depositIntoStrategy.populateTransaction(at, token, amount)) },
      returned: (data) => ({ shares: String(BigInt(data)) }),
      first: { from: ANYBODY, to: token, data: stage.token.encodeFunctionData("mint", [from, amount]) },
      undo: { from: ANYBODY, to: token, data: stage.token.encodeFunctionData("burn", [from, amount]) },
    };
  },

  async donateToStrategy({ strategy, amount }, stage) {
    const { strategy: at, token } = stage.strategy(strategy);
    const data = stage.token.encodeFunctionData("mint", [at, amount]);
    return { call: { from: ANYBODY, to: token, data }, returned: nothing };
  },

  async delegateTo({ staker, operator }, { core, account }) {
    const call = await core.delegation.delegateTo.populateTransaction(account(operator), NO_SIGNATURE, ZeroHash);
    return { call: { from: account(staker), ...call }, returned: nothing };
  },

  async undelegate({ caller, staker }, { core, account }, withdrawals) {
    const call = await core.delegation.undelegate.populateTransaction(account(staker));
    return { call: { from: account(caller), ...call }, returned: withdrawals.queued };
  },

  async redelegate({ staker, operator }, { core, account }, withdrawals) {
    const call = await core.delegation.redelegate.populateTransaction(account(operator), NO_SIGNATURE, ZeroHash);
    return { call: { from: account(staker), ...call }, returned: withdrawals.queued };
  },

  async queueWithdrawals({ staker, strategy, depositShares }, stage, withdrawals) {
    const strategies = [stage.strategy(strategy).strategy];
    const params = { strategies, depositShares: [depositShares], __deprecated_withdrawer: ZeroAddress };
    const call = await stage.core.delegation.queueWithdrawals.populateTransaction([params]);
    return { call: { from: stage.account(staker), ...call }, returned: withdrawals.queued };
  },

  async completeQueuedWithdrawal({ withdrawalId, receiveAsTokens }, stage, withdrawals) {
    const withdrawal = withdrawals.structs.get(withdrawalId);
    if (withdrawal === undefined) return undefined;
    const tokens = withdrawal.strategies.map((at) => stage.strategy(stage.nameOf(at)).token);
    const { completeQueuedWithdrawal } = stage.core.delegation;
    const call = await completeQueuedWithdrawal.populateTransaction(withdrawal, tokens, receiveAsTokens);
    return { call: { from: withdrawal.staker, ...call }, returned: nothing };
  },

  async modifyAllocations({ operator, set, strategy, newMagnitude }, stage) {
    const from = stage.account(operator);
    const strategies = [stage.strategy(strategy).strategy];
    const params = { operatorSet: stage.operatorSet(set), strategies, newMagnitudes: [newMagnitude] };
    const call = await stage.core.allocation.modifyAllocations.populateTransaction(from, [params]);
    return { call: { from, ...call }, returned: nothing };
  },

  async clearDeallocationQueue({ operator, strategy, numToClear }, { core, account, strategy: find }) {
    const { clearDeallocationQueue } = core.allocation;
    const call = await clearDeallocationQueue.populateTransaction(
      account(operator),
      [find(strategy).strategy],
      [numToClear],
    );
    return { call: { from: ANYBODY, ...call }, returned: nothing };
  },

  async registerForOperatorSets({ operator, set }, { core, account, operatorSet }) {
    const from = account(operator);
    const { avs, id } = operatorSet(set);
    const params = { avs, operatorSetIds: [id], data: "0x" };
    const call = await core.allocation.registerForOperatorSets.populateTransaction(from, params);
    return { call: { from, ...call }, returned: nothing };
  },

  async deregisterFromOperatorSets({ operator, set }, { core, account, operatorSet }) {
    const from = account(operator);
    const { avs, id } = operatorSet(set);
    const params = { operator: from, avs, operatorSetIds: [id] };
    const call = await core.allocation.deregisterFromOperatorSets.populateTransaction(params);
    return { call: { from, ...call }, returned: nothing };
  },

  async slashOperator({ operator, set, strategies, wadsToSlash }, stage) {
    const { avs, id } = stage.operatorSet(set);
    const { allocation } = stage.core;
    const call = await allocation.slashOperator.populateTransaction(avs, {
      operator: stage.account(operator),
      operatorSetId: id,
      strategies: strategies.map((name) => stage.strategy(name).strategy),
      wadsToSlash,
      description: "",
    });
    return {
      call: { from: avs, ...call },
      returned: (data) => {
        const [slashId, shares] = allocation.interface.decodeFunctionResult("slashOperator", data);
        return { slashId: String(slashId), shares: spell(shares) };
      },
    };
  },

  async clearBurnOrRedistributableShares({ set, slashId }, { core: { strategyManager }, operatorSet }) {
    const { clearBurnOrRedistributableShares } = strategyManager;
    const call = await clearBurnOrRedistributableShares.populateTransaction(operatorSet(set), slashId);
    return {
      call: { from: ANYBODY, ...call },
      returned: (data) => {
        const { interface: abi } = strategyManager;
        return { amounts: spell(abi.decodeFunctionResult("clearBurnOrRedistributableShares", data)[0]) };
      },
    };
  },

  async clearBurnOrRedistributableSharesByStrategy({ set, slashId, strategy }, stage) {
    const { clearBurnOrRedistributableSharesByStrategy: clear } = stage.core.strategyManager;
    const call = await clear.populateTransaction(stage.operatorSet(set), slashId, stage.strategy(strategy).strategy);
    return { call: { from: ANYBODY, ...call }, returned: (data) => ({ amount: String(BigInt(data)) }) };
  },

  async beaconBalanceUpdate({ staker, prevRestakedBalanceWei, balanceDeltaWei }, stage) {
    const from = stage.account(staker);
    const data = stage.pod.encodeFunctionData("report", [prevRestakedBalanceWei, balanceDeltaWei]);
    return { call: { from, to: await stage.core.pods.getPod(from), data }, returned: nothing };
  },

  async call({ from, contract, function: name, values, cut }, stage, withdrawals) {
    const { address, abi } = stage.contract(contract);
    const fragment = abi.getFunction(name);
    if (fragment === null) throw new RecordingError(`${contract} has no function ${name}`);
    const words = wordsOf(stage, withdrawals);
    const data = abi.encodeFunctionData(fragment, await words.readAll(fragment.inputs, values));
    return {
      call: { from: stage.account(from), to: address, data: data.slice(0, data.length - 2 * Number(cut)) },
      returned: (answer) => {
        if (QUEUEING.includes(fragment.name)) withdrawals.queued(answer);
        return { returned: words.spellAll(fragment.outputs, abi.decodeFunctionResult(fragment, answer)) };
      },
    };
  },
};

function newSet(set: string, strategies: readonly string[], { operatorSet, strategy }: Stage) {
  const { avs, id } = operatorSet(set);
  const at = strategies.map((name) => strategy(name).strategy);
  return { avs, params: [{ operatorSetId: id, strategies: at, slasher: avs }] };
}
