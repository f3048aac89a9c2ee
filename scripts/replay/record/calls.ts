import type { CoreContract } from "../../../model/3-restaking/core.ts";
import type { Tree } from "../format/types.ts";
import {
  NO_SIGNATURE,
  FOREVER,
  anybody,
  tokens,
  aSet,
  avsOf,
  mostly,
  text,
  wholes,
  wilds,
  read,
  type Make,
} from "./making.ts";
import { REWARDS } from "./rewards-calls.ts";
import { type Draft, operatorSet, type World } from "./world.ts";
import { ETH } from "../../lib/units.ts";

/** What the approver of an operator signs; sometimes another signs, or too late, or for somebody else. */
function approval({ draw, now, ...world }: World, staker: string, operator: string, salt: string): Tree {
  const expiry = draw.rarely(8) ? text(now() - 1n) : draw.rarely(4) ? text(now()) : FOREVER;
  const signed = [draw.rarely(10) ? "mallory" : staker, operator, "signer", salt, expiry];
  const digest = read("DelegationManager", "calculateDelegationApprovalDigestHash", signed);
  const by = draw.rarely(8) ? "mallory" : "signer";
  const signature = draw.rarely(10) ? "0x" : { by, ...(digest as Readonly<Record<string, Tree>>) };
  return draw.rarely(12) && world.order.length > 0 ? NO_SIGNATURE : { signature, expiry };
}

const DELEGATION: readonly Make[] = [
  (w) => [anybody(w), "registerAsOperator", [w.draw.one(["", "signer"]), text(w.draw.below(3)), "ipfs://x"]],
  (w) => {
    const operator = w.draw.one(w.operators);
    return [mostly(w, operator), "modifyOperatorDetails", [operator, w.draw.one(["", "signer", "signer"])]];
  },
  (w) => {
    const operator = w.draw.one([...w.operators, ...w.stakers]);
    return [mostly(w, operator), "updateOperatorMetadataURI", [operator, "ipfs://y"]];
  },
  ...Array.from({ length: 4 }, (): Make => (w) => {
    const [staker, operator, salt] = [w.draw.one(w.stakers), w.draw.one(w.operators), text(w.draw.below(4))];
    const word = `0x0${salt}`;
    const name = w.draw.rarely(3) ? "redelegate" : "delegateTo";
    return [
      staker,
      name,
      [operator, approval(w, staker, operator, word), word],
      w.draw.rarely(5) ? 1 + w.draw.below(64) : 0,
    ];
  }),
  (w) => {
    const staker = w.draw.one([...w.stakers, ...w.operators]);
    return [w.draw.one([staker, anybody(w)]), "undelegate", [staker]];
  },
  ...Array.from({ length: 2 }, (): Make => (w) => {
    const params = w.draw.some([0, 1]).map(() => {
      const strategies = w.draw.some(w.order);
      const depositShares = (w.draw.rarely(4) ? wilds : wholes)(w, w.draw.rarely(8) ? 1 : strategies.length, 20n * ETH);
      return { strategies, depositShares, __deprecated_withdrawer: w.draw.one(["", "bob"]) };
    });
    return [w.draw.one(w.stakers), "queueWithdrawals", [params]];
  }),
  (w) => {
    if (w.memory.queued === 0) return [anybody(w), "completeQueuedWithdrawals", [[], [], []]];
    const id = text(w.draw.below(w.memory.queued));
    const tokensOf = w.draw.rarely(3) ? [[]] : [[""]];
    return [anybody(w), "completeQueuedWithdrawals", [[{ withdrawal: id }], tokensOf, [w.draw.rarely(2)]]];
  },
  (w) => [anybody(w), "increaseDelegatedShares", [anybody(w), w.draw.one(w.order), "0", "5"]],
  (w) => [anybody(w), "decreaseDelegatedShares", [anybody(w), "7", "5"]],
  (w) => [anybody(w), "slashOperatorShares", [w.draw.one(w.operators), aSet(w), "1", w.draw.one(w.order), "10", "5"]],
  (w) => [anybody(w), "getWithdrawableShares", [anybody(w), w.draw.some(w.order)]],
  (w) => {
    const strategies = w.draw.some(w.order);
    return [anybody(w), "convertToDepositShares", [anybody(w), strategies, wilds(w, strategies.length, ETH)]];
  },
  (w) => [anybody(w), "getDepositedShares", [anybody(w)]],
  (w) => [anybody(w), "getQueuedWithdrawals", [anybody(w)]],
  (w) => [anybody(w), "getQueuedWithdrawalRoots", [anybody(w)]],
  (w) => [anybody(w), "queuedWithdrawals", [`#${w.draw.below(w.memory.queued + 1)}`]],
  (w) => [anybody(w), "getOperatorsShares", [w.operators, w.draw.some(w.order)]],
  (w) => [anybody(w), "cumulativeWithdrawalsQueued", [anybody(w)]],
  (w) => [anybody(w), "delegationApprover", [anybody(w)]],
  (w) => [anybody(w), "delegationApproverSaltIsSpent", ["signer", `0x0${w.draw.below(4)}`]],
  (w) => [anybody(w), "isOperator", [anybody(w)]],
];

const STRATEGIES: readonly Make[] = [
  ...Array.from({ length: 3 }, (): Make => (w) => {
    const [staker, strategy] = [w.draw.one(w.stakers), w.draw.one(tokens(w))];
    const amount = text(w.draw.amount(3n * ETH));
    const expiry = w.draw.rarely(8) ? text(w.now() - 1n) : FOREVER;
    const nonce = w.draw.rarely(8) ? "99" : read("StrategyManager", "nonces", [staker]);
    const signed = [staker, strategy, `token of ${strategy}`, amount, nonce, expiry];
    const by = w.draw.rarely(8) ? "mallory" : staker;
    const digest = read("StrategyManager", "calculateStrategyDepositDigestHash", signed) as object;
    const values = [strategy, `token of ${strategy}`, amount, staker, expiry, { by, ...digest } as Tree];
    return [
      w.draw.one(w.strangers),
      "depositIntoStrategyWithSignature",
      values,
      w.draw.rarely(8) ? 1 + w.draw.below(40) : 0,
    ];
  }),
  (w) => [mostly(w, "whitelister"), "addStrategiesToDepositWhitelist", [w.draw.some(tokens(w))]],
  (w) =>
    w.draw.rarely(3)
      ? [mostly(w, "whitelister"), "removeStrategiesFromDepositWhitelist", [[w.draw.one(tokens(w))]]]
      : [mostly(w, "whitelister"), "addStrategiesToDepositWhitelist", [tokens(w)]],
  (w) => [anybody(w), "depositIntoStrategy", [w.draw.one(w.order), `token of ${w.draw.one(tokens(w))}`, "0"]],
  (w) => [anybody(w), "depositIntoStrategy", [w.draw.one(tokens(w)), w.draw.one(["bob", "PermissionController"]), "1"]],
  (w) => [anybody(w), "addShares", [anybody(w), w.draw.one(w.order), "5"]],
  (w) => [anybody(w), "removeDepositShares", [anybody(w), w.draw.one(w.order), "5"]],
  (w) => [anybody(w), "increaseBurnOrRedistributableShares", [aSet(w), "1", w.draw.one(w.order), "5"]],
  (w) => [anybody(w), "stakerStrategyList", [anybody(w), text(w.draw.below(3))]],
  (w) => [anybody(w), "getStakerStrategyList", [anybody(w)]],
  (w) => [anybody(w), "stakerStrategyListLength", [anybody(w)]],
  (w) => [anybody(w), "getDeposits", [anybody(w)]],
  (w) => [anybody(w), "stakerDepositShares", [anybody(w), w.draw.one(w.order)]],
  (w) => [anybody(w), "getPendingOperatorSets", []],
  (w) => [anybody(w), "getPendingSlashIds", [aSet(w)]],
  (w) => [anybody(w), "getBurnOrRedistributableCount", [aSet(w), text(1 + w.draw.below(3))]],
  (w) => [anybody(w), "strategyIsWhitelistedForDeposit", [w.draw.one(w.order)]],
  (w) => [anybody(w), "DEFAULT_BURN_ADDRESS", []],
];

const OPERATORS: readonly Make[] = [
  ...Array.from({ length: 2 }, (): Make => (w) => {
    const set = aSet(w);
    return [mostly(w, avsOf(set)), "updateSlasher", [set, w.draw.one([avsOf(set), avsOf(set), "mallory", ""])]];
  }),
  (w) => [anybody(w), "migrateSlashers", [w.draw.some(w.sets).map(operatorSet)]],
  (w) => {
    const operator = w.draw.one([...w.operators, ...w.stakers]);
    return [mostly(w, operator), "setAllocationDelay", [operator, text(w.draw.below(5))]];
  },
  (w) => {
    const set = aSet(w) as { avs: string; id: string };
    const name = w.draw.rarely(2) ? "addStrategiesToOperatorSet" : "removeStrategiesFromOperatorSet";
    return [mostly(w, set.avs), name, [set.avs, set.id, [w.draw.one(w.order)]]];
  },
  ...Array.from({ length: 2 }, (): Make => (w) => {
    const operator = w.draw.one(w.operators);
    const changes = w.draw.some(w.sets).map((set) => {
      const strategies = w.draw.some(w.order);
      const count = w.draw.rarely(9) ? 1 : strategies.length;
      return { operatorSet: operatorSet(set), strategies, newMagnitudes: wholes(w, count, ETH / 3n) };
    });
    return [mostly(w, operator), "modifyAllocations", [operator, changes]];
  }),
  (w) => {
    const set = aSet(w) as { avs: string; id: string };
    const params = [{ operatorSetId: set.id, strategies: w.draw.some(w.order) }];
    return [mostly(w, set.avs), "createOperatorSets(address,(uint32,address[])[])", [set.avs, params]];
  },
  (w) => {
    const [avs, id] = [w.draw.one(["avs1", "avs3"]), text(2 + w.draw.below(3))];
    const params = [{ operatorSetId: id, strategies: w.draw.some(w.order), slasher: w.draw.one(["", "mallory"]) }];
    const f = "createRedistributingOperatorSets(address,(uint32,address[],address)[],address[])";
    return [mostly(w, avs), f, [avs, params, w.draw.one([["bob"], [""], []])]];
  },
  (w) => [mostly(w, "avs3"), "updateAVSMetadataURI", ["avs3", "ipfs://z"]],
  (w) => {
    const avs = w.draw.one(["avs1", "avs3"]);
    return [mostly(w, avs), "setAVSRegistrar", [avs, w.draw.one(["bob", "StrategyManager"])]];
  },
  (w) => {
    const operator = w.draw.one(w.operators);
    const set = aSet(w) as { avs: string; id: string };
    const ids = w.draw.some([set.id, "1"]);
    return [
      mostly(w, operator),
      "registerForOperatorSets",
      [operator, { avs: set.avs, operatorSetIds: ids, data: "0x01" }],
    ];
  },
  (w) => {
    const operator = w.draw.one(w.operators);
    const set = aSet(w) as { avs: string; id: string };
    const by = w.draw.one([operator, set.avs, anybody(w)]);
    return [by, "deregisterFromOperatorSets", [{ operator, avs: set.avs, operatorSetIds: [set.id] }]];
  },
  (w) => {
    const set = aSet(w) as { avs: string; id: string };
    const strategies = w.draw.some(w.order);
    const wadsToSlash = wholes(w, w.draw.rarely(9) ? 1 : strategies.length, ETH / 5n);
    const params = { operator: w.draw.one(w.operators), operatorSetId: set.id, strategies, wadsToSlash };
    return [w.draw.one([set.avs, "mallory"]), "slashOperator", [set.avs, { ...params, description: "why" }]];
  },
  ...[
    "getStrategiesInOperatorSet",
    "getMembers",
    "getMemberCount",
    "getSlasher",
    "getPendingSlasher",
    "getSlashCount",
  ].map((name): Make => (w) => [anybody(w), name, [aSet(w)]]),
  ...["isRedistributingOperatorSet", "getRedistributionRecipient", "isOperatorSet"].map((name): Make => (w) => [
    anybody(w),
    name,
    [aSet(w)],
  ]),
  ...[
    "getAllocatedSets",
    "getRegisteredSets",
    "getAllocationDelay",
    "isOperatorRedistributable",
    "getOperatorSetCount",
  ].map((name): Make => (w) => [anybody(w), name, [w.draw.one([...w.operators, "avs1", "avs2"])]]),
  (w) => [anybody(w), "getAllocatedStrategies", [w.draw.one(w.operators), aSet(w)]],
  (w) => [anybody(w), "getStrategyAllocations", [w.draw.one(w.operators), w.draw.one(w.order)]],
  (w) => [anybody(w), "getMaxMagnitudes(address[],address)", [w.operators, w.draw.one(w.order)]],
  (w) => [anybody(w), "getAllocatedStake", [aSet(w), w.operators, w.draw.some(w.order)]],
];

const PODS: readonly Make[] = [
  (w) => [anybody(w), "stakerDepositShares", [anybody(w), w.draw.one(w.order)]],
  (w) => [w.draw.one(w.stakers), "createPod", []],
  (w) => [anybody(w), "getPod", [w.draw.one(w.stakers)]],
  (w) => [anybody(w), "hasPod", [w.draw.one([...w.stakers, "avs3"])]],
  (w) => [anybody(w), "podOwnerDepositShares", [anybody(w)]],
  (w) => [anybody(w), "recordBeaconChainETHBalanceUpdate", [w.draw.one(w.stakers), "0", "1000000000"]],
  (w) => [anybody(w), "addShares", [anybody(w), w.draw.one(w.order), "5"]],
  (w) => [anybody(w), "increaseBurnOrRedistributableShares", [aSet(w), "1", w.draw.one(w.order), "5"]],
  (w) => [anybody(w), "burnableETHShares", []],
];

const PERMISSIONS: readonly Make[] = [
  ...["addPendingAdmin", "removePendingAdmin", "removeAdmin"].map((name): Make => (w) => [
    w.draw.one(["op3", "signer"]),
    name,
    ["op3", w.draw.one(["op3", "signer", "bob"])],
  ]),
  (w) => [w.draw.one(["op3", "signer"]), "acceptAdmin", ["op3"]],
  ...["setAppointee", "removeAppointee"].map((name): Make => (w) => {
    const account = w.draw.one(["op3", "op2"]);
    const target = w.draw.one(["AllocationManager", "DelegationManager"]);
    return [mostly(w, account), name, [account, "mallory", target, w.draw.one(["0x952899ee", "0xda8be864"])]];
  }),
  (w) => [anybody(w), "getAdmins", ["op3"]],
  (w) => [anybody(w), "getPendingAdmins", ["op3"]],
  (w) => [anybody(w), "getAppointeePermissions", [w.draw.one(["op3", "op2"]), "mallory"]],
];

/** What a strategy says itself. */
const STRATEGY: readonly Make[] = [
  ...["sharesToUnderlyingView", "underlyingToSharesView", "sharesToUnderlying", "underlyingToShares"].map(
    (name): Make =>
      (w) => [anybody(w), name, wilds(w, 1, ETH)],
  ),
  ...["userUnderlyingView", "userUnderlying", "shares"].map((name): Make => (w) => [anybody(w), name, [anybody(w)]]),
  (w) => [anybody(w), "deposit", [`token of ${w.draw.one(tokens(w))}`, "5"]],
  (w) => [anybody(w), "withdraw", ["bob", `token of ${w.draw.one(tokens(w))}`, "5"]],
  (w) => [anybody(w), "beforeAddShares", ["bob", "5"]],
  (w) => [anybody(w), "beforeRemoveShares", ["bob", "5"]],
  (w) => [anybody(w), "totalShares", []],
  (w) => [anybody(w), "underlyingToken", []],
];

/** Each pauses now and then, and mostly unpauses. */
const PAUSING: Make = (w) =>
  w.draw.rarely(3)
    ? [mostly(w, "pauser"), "pause", [text(1 << w.draw.below(3))]]
    : [mostly(w, "unpauser"), "unpause", ["0"]];

const BY_CONTRACT: readonly (readonly [weight: number, CoreContract | "strategy", readonly Make[]])[] = [
  [8, "DelegationManager", DELEGATION],
  [7, "StrategyManager", STRATEGIES],
  [9, "AllocationManager", OPERATORS],
  [3, "EigenPodManager", PODS],
  [8, "RewardsCoordinator", REWARDS],
  [3, "PermissionController", PERMISSIONS],
  [1, "DelegationManager", [PAUSING]],
  [1, "AllocationManager", [PAUSING]],
  [2, "strategy", STRATEGY],
];
const WEIGHTED = BY_CONTRACT.flatMap(([weight, contract, makes]) =>
  Array.from({ length: weight }, () => ({ contract, makes })),
);

/** A call of one function of the core or of a token, by somebody who may or may not. */
export function anyCall(world: World): Draft {
  const { contract, makes } = world.draw.one(WEIGHTED);
  const [from, signature, values, cut] = world.draw.one(makes)(world);
  const at = contract === "strategy" ? world.draw.one(tokens(world)) : contract;
  return { action: "call", args: { from, contract: at, function: signature, values, cut: text(cut ?? 0) } };
}
