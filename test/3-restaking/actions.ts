import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type {
  IAllocationManager,
  IDelegationManager,
  IEigenPodManager,
  IStrategyManager,
  ReplayToken,
} from "../../typechain-types/index.ts";

type Signer = HardhatEthersSigner;
type Strategy = { readonly address: string; readonly token: ReplayToken };

/** A token strategy, or the address of beacon chain ETH's. */
type StrategyLike = { readonly address: string } | string;

export interface OperatorSet {
  readonly avs: string;
  readonly id: bigint;
}

/** A withdrawal as it was queued, ready to be completed. */
export interface Queued {
  readonly staker: string;
  readonly delegatedTo: string;
  readonly withdrawer: string;
  readonly nonce: bigint;
  readonly startBlock: bigint;
  readonly strategies: string[];
  readonly scaledShares: bigint[];
  readonly root: string;
}

interface World {
  readonly ethers: HardhatEthers;
  readonly networkHelpers: NetworkHelpers<string>;
  readonly core: {
    readonly delegation: IDelegationManager;
    readonly strategies: IStrategyManager;
    readonly allocation: IAllocationManager;
    readonly pods: IEigenPodManager;
  };
  readonly avs: Signer;
}

const NO_SIGNATURE = { signature: "0x", expiry: 0 };
const NO_SALT = `0x${"00".repeat(32)}`;
const ZERO = `0x${"00".repeat(20)}`;
const at = (strategy: StrategyLike) => (typeof strategy === "string" ? strategy : strategy.address);

/** What people do with the core in tests, each as one call with the arguments that matter there. */
export function actionsOf({ ethers, networkHelpers, core, avs }: World) {
  const { delegation, strategies, allocation, pods } = core;

  /** Mints `amount` for `staker` and deposits it. */
  async function deposit(staker: Signer, { address, token }: Strategy, amount: bigint) {
    await token.mint(staker, amount);
    await token.connect(staker).approve(strategies, amount);
    return strategies.connect(staker).depositIntoStrategy(address, token, amount);
  }

  const registerOperator = (operator: Signer, allocationDelay = 0n, approver = ZERO) =>
    delegation.connect(operator).registerAsOperator(approver, allocationDelay, "");

  const delegate = (staker: Signer, operator: Signer) =>
    delegation.connect(staker).delegateTo(operator, NO_SIGNATURE, NO_SALT);

  /** Delegates with the signed consent of the operator's approver. */
  async function delegationApproval(staker: Signer, operator: Signer, approver: Signer) {
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "EigenLayer", version: "1", chainId, verifyingContract: await delegation.getAddress() };
    const types = {
      DelegationApproval: [
        { name: "delegationApprover", type: "address" },
        { name: "staker", type: "address" },
        { name: "operator", type: "address" },
        { name: "salt", type: "bytes32" },
        { name: "expiry", type: "uint256" },
      ],
    };
    const expiry = 2n ** 64n;
    const message = {
      delegationApprover: approver.address,
      staker: staker.address,
      operator: operator.address,
      salt: NO_SALT,
      expiry,
    };
    const signature = await approver.signTypedData(domain, types, message);
    return delegation.connect(staker).delegateTo(operator, { signature, expiry }, NO_SALT);
  }

  const redelegate = (staker: Signer, operator: Signer) =>
    delegation.connect(staker).redelegate(operator, NO_SIGNATURE, NO_SALT);

  /** Creates a set of the service `avs`, which slashes it itself; with a `recipient` it redistributes. */
  async function createSet(id: bigint, of: readonly StrategyLike[], recipient?: string): Promise<OperatorSet> {
    const params = [{ operatorSetId: id, strategies: of.map(at), slasher: avs.address }];
    const by = allocation.connect(avs);
    if (recipient === undefined) await by["createOperatorSets(address,(uint32,address[],address)[])"](avs, params);
    else
      await by["createRedistributingOperatorSets(address,(uint32,address[],address)[],address[])"](avs, params, [
        recipient,
      ]);
    return { avs: avs.address, id };
  }

  const allocate = (operator: Signer, operatorSet: OperatorSet, strategy: StrategyLike, magnitude: bigint) =>
    allocation
      .connect(operator)
      .modifyAllocations(operator, [{ operatorSet, strategies: [at(strategy)], newMagnitudes: [magnitude] }]);

  const join = (operator: Signer, { avs: service, id }: OperatorSet) =>
    allocation.connect(operator).registerForOperatorSets(operator, { avs: service, operatorSetIds: [id], data: "0x" });

  const leave = (operator: Signer, { avs: service, id }: OperatorSet) =>
    allocation.connect(operator).deregisterFromOperatorSets({ operator, avs: service, operatorSetIds: [id] });

  /** Slashes as the service; `wads` is a share of the allocation for each strategy, in the order given. */
  const slash = (operator: Signer, { id }: OperatorSet, of: readonly StrategyLike[], wads: readonly bigint[]) =>
    allocation.connect(avs).slashOperator(avs, {
      operator: operator.address,
      operatorSetId: id,
      strategies: of.map(at),
      wadsToSlash: [...wads],
      description: "",
    });

  /** An operator with a set of its own magnitude, slashable at once. */
  async function operatorIn(operator: Signer, id: bigint, strategy: StrategyLike, magnitude: bigint) {
    await registerOperator(operator);
    const set = await createSet(id, [strategy]);
    await allocate(operator, set, strategy, magnitude);
    await join(operator, set);
    return set;
  }

  const queueCall = (staker: Signer, of: readonly StrategyLike[], depositShares: readonly bigint[]) =>
    delegation
      .connect(staker)
      .queueWithdrawals([{ strategies: of.map(at), depositShares: [...depositShares], __deprecated_withdrawer: ZERO }]);

  /** Queues deposit shares of one strategy. */
  const queue = async (staker: Signer, strategy: StrategyLike, depositShares: bigint): Promise<Queued> =>
    (await queuedBy(await queueCall(staker, [strategy], [depositShares])))[0] as Queued;

  /** The withdrawals that a transaction queued, in its order. */
  async function queuedBy(transaction: ContractTransactionResponse): Promise<Queued[]> {
    const receipt = await transaction.wait();
    const logs = (receipt?.logs ?? []).map((log) => delegation.interface.parseLog(log));
    return logs.flatMap((log) => {
      if (log?.name !== "SlashingWithdrawalQueued") return [];
      const { withdrawalRoot, withdrawal: w } = log.args;
      return [
        {
          staker: w.staker,
          delegatedTo: w.delegatedTo,
          withdrawer: w.withdrawer,
          nonce: w.nonce,
          startBlock: w.startBlock,
          strategies: [...w.strategies],
          scaledShares: [...w.scaledShares],
          root: withdrawalRoot,
        },
      ];
    });
  }

  /** Completes as the staker, with the strategies' own tokens. */
  async function complete(withdrawal: Queued, receiveAsTokens: boolean) {
    const { root: _, ...struct } = withdrawal;
    const tokens = await Promise.all(struct.strategies.map(tokenOf));
    const staker = await ethers.getSigner(struct.staker);
    return delegation.connect(staker).completeQueuedWithdrawal(struct, tokens, receiveAsTokens);
  }

  async function tokenOf(strategy: string): Promise<string> {
    const beacon = await delegation.beaconChainETHStrategy();
    return strategy === beacon ? ZERO : (await ethers.getContractAt("IStrategy", strategy)).underlyingToken();
  }

  async function withdrawable(staker: Signer, strategy: StrategyLike): Promise<bigint> {
    const [shares] = await delegation.getWithdrawableShares(staker, [at(strategy)]);
    return shares[0] as bigint;
  }

  const depositShares = async (staker: Signer, strategy: StrategyLike): Promise<bigint> => {
    const [, shares] = await delegation.getWithdrawableShares(staker, [at(strategy)]);
    return shares[0] as bigint;
  };

  /** Reports a change of a staker's beacon chain balance through its ReplayPod, which is created when missing. */
  async function reportBalance(staker: Signer, prevRestakedBalanceWei: bigint, balanceDeltaWei: bigint) {
    if (!(await pods.hasPod(staker))) {
      await pods.connect(staker).createPod();
      await networkHelpers.setBalance(await pods.getPod(staker), 10n ** 24n);
    }
    const pod = await ethers.getContractAt("ReplayPod", await pods.getPod(staker));
    return pod.connect(staker).report(prevRestakedBalanceWei, balanceDeltaWei);
  }

  /** Sends in one block, in this order, each whatever the others do. */
  async function inOneBlock(sends: readonly (() => Promise<ContractTransactionResponse>)[]) {
    await ethers.provider.send("evm_setAutomine", [false]);
    const sent: ContractTransactionResponse[] = [];
    for (const send of sends) sent.push(await send());
    await networkHelpers.mine();
    await ethers.provider.send("evm_setAutomine", [true]);
    return Promise.all(sent.map(({ hash }) => ethers.provider.getTransactionReceipt(hash)));
  }

  return {
    deposit,
    registerOperator,
    delegate,
    delegationApproval,
    redelegate,
    createSet,
    allocate,
    join,
    leave,
    slash,
    operatorIn,
    queueCall,
    queue,
    queuedBy,
    complete,
    withdrawable,
    depositShares,
    reportBalance,
    inOneBlock,
  };
}
