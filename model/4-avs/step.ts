import { type Action, call as callCore } from "../3-restaking/step.ts";
import { type Address, type Block, type Outcome, transact } from "../shared/machine.ts";
import { empty } from "../shared/revert.ts";
import * as blobs from "./availability/blobs.ts";
import * as challenges from "./availability/challenges.ts";
import * as dataConsumer from "./availability/data-consumer.ts";
import * as bridge from "./bridge/bridge.ts";
import * as bridgeConsumer from "./bridge/bridge-consumer.ts";
import { setDenying } from "./keys/wallets.ts";
import * as priceConsumer from "./oracle/price-consumer.ts";
import * as oracle from "./oracle/price-oracle.ts";
import * as rewards from "./reward-funding.ts";
import * as service from "./service-manager.ts";
import { requestSlash } from "./slashers/request.ts";
import { addObserver, removeObserver } from "./slashers/slasher-base.ts";
import { clear, execute, veto } from "./slashers/vetoable-slasher.ts";
import type { Avs, AvsState } from "./state.ts";

/**
 * What changes a service, a slasher or a consumer; the caller comes first, then the contract. What is sent with a call is
 * the argument after these. A call of anything else is the core's.
 */

const SERVICE_CALLS = {
  createSet: service.createSet,
  admit: service.admit,
  eject: service.eject,
  setSigningKey: service.setSigningKey,
  registerOperator: service.registerOperator,
  deregisterOperator: service.deregisterOperator,
  fundOperatorRewards: rewards.fundOperatorRewards,
  fundUniqueStakeRewards: rewards.fundUniqueStakeRewards,
  fundTotalStakeRewards: rewards.fundTotalStakeRewards,
  setRewardsClaimer: rewards.setRewardsClaimer,
};

const SLASHER_CALLS = { requestSlash, addObserver, removeObserver };

export const AVS_CALLS = {
  Bridge: {
    ...SERVICE_CALLS,
    relay: bridge.relay,
    witness: bridge.witness,
    proveEquivocation: bridge.proveEquivocation,
    punish: bridge.punish,
    revoke: bridge.revoke,
  },
  PriceOracle: {
    ...SERVICE_CALLS,
    openRound: oracle.openRound,
    report: oracle.report,
    settle: oracle.settleRound,
    proveDeviation: oracle.proveDeviation,
    punish: oracle.punishDeviation,
  },
  DataAvailability: {
    ...SERVICE_CALLS,
    store: blobs.storeBlob,
    challenge: challenges.challenge,
    answer: challenges.answer,
    conclude: challenges.conclude,
    punish: challenges.punishSilence,
    withdraw: challenges.withdraw,
  },
  InstantSlasher: SLASHER_CALLS,
  VetoableSlasher: { ...SLASHER_CALLS, veto, execute, clear },
  BridgeConsumer: { pay: bridgeConsumer.pay },
  PriceConsumer: { borrow: priceConsumer.borrow, repayAll: priceConsumer.repayAll },
  DataConsumer: { deposit: dataConsumer.depositToLedger, post: dataConsumer.post, takeOut: dataConsumer.takeOut },
  Wallet: { setDenying },
};

/** What a contract is; undefined for one of the core, and for an account. */
export function kindOf({ state }: Pick<Avs, "state">, at: Address): keyof typeof AVS_CALLS | undefined {
  if (state.bridges.has(at)) return "Bridge";
  if (state.bridgeConsumers.has(at)) return "BridgeConsumer";
  if (state.oracles.has(at)) return "PriceOracle";
  if (state.priceConsumers.has(at)) return "PriceConsumer";
  if (state.stores.has(at)) return "DataAvailability";
  if (state.dataConsumers.has(at)) return "DataConsumer";
  if (state.wallets.has(at)) return "Wallet";
  const slasher = state.slashers.get(at);
  if (slasher === undefined) return undefined;
  return slasher.veto === undefined ? "InstantSlasher" : "VetoableSlasher";
}

/** Plays one transaction on services and the core: a state and an action in; a state, a result or an error, and events out. */
export function stepAvs(state: AvsState, block: Block, action: Action): Outcome<AvsState, unknown> {
  return transact(state, block, (machine) => call({ ...machine, registrars: service.REGISTRARS }, action));
}

type Calls = Readonly<Record<string, ((avs: Avs, ...args: never[]) => unknown) | undefined>>;

function call(avs: Avs, action: Action): unknown {
  const { from, to, function: name, args } = action;
  const kind = kindOf(avs, to);
  if (kind === undefined) return callCore(avs, action);
  const change = (AVS_CALLS[kind] as Calls)[name];
  return change === undefined ? empty() : change(avs, ...([from, to, ...args] as never[]));
}
