import { type CoreState, newCore } from "../../../model/3-restaking/core.ts";
import { type Action, step } from "../../../model/3-restaking/step.ts";
import { type Address, type Block, type Outcome, ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { addressOrder } from "../chain/order.ts";
import { POD_FUNDS } from "../chain/stage.ts";
import { castOf, type Cast } from "../format/cast.ts";
import type { Recording } from "../format/types.ts";
import { type Addresses, chooseAddresses } from "./addresses.ts";

/** A recording's people and things in a model of their own: a state that steps replace, and the block that they are in. */
export interface ModelStage {
  readonly cast: Cast;
  readonly addresses: Addresses;
  readonly redistributionRecipient: Address;
  readonly burnAddress: Address;
  /** Large words that were seen, in order. */
  readonly hashes: string[];
  readonly state: () => CoreState;
  readonly block: () => Block;
  /** Plays a transaction, and keeps its state. */
  readonly play: (action: Action) => Outcome<CoreState, unknown>;
  /** Remembers where everything is, and gives the way back there. */
  readonly mark: () => () => void;
  readonly setCode: (account: Address, code: "silent") => void;
  readonly roll: (blocks: bigint) => void;
  readonly since: (blockNumber: bigint) => string;
}

const DAY = 86_400n;
const BLOCK_SECONDS = 12n;
const UNLIMITED = (1n << 256n) - 1n;

/** The core of a recording's delays with nothing in it. The numbers of rewards are mainnet's. */
function coreOf(config: Recording["config"], { contracts, account }: Addresses): CoreState {
  const owner = account("owner");
  return newCore(
    {
      at: contracts,
      minWithdrawalDelayBlocks: BigInt(config.minWithdrawalDelayBlocks),
      deallocationDelayBlocks: BigInt(config.deallocationDelay),
      allocationConfigurationDelayBlocks: BigInt(config.allocationConfigurationDelay),
      eigenStrategy: ZERO_ADDRESS,
      strategyWhitelister: account("whitelister"),
      pausers: [account("pauser")],
      unpauser: account("unpauser"),
      emissionsController: ZERO_ADDRESS,
      calculationIntervalSeconds: DAY,
      maxRewardsDurationSeconds: 70n * DAY,
      maxRetroactiveLengthSeconds: 168n * DAY,
      maxFutureLengthSeconds: 30n * DAY,
      genesisRewardsTimestamp: 19_800n * DAY,
    },
    {
      owner,
      rewardsUpdater: owner,
      feeRecipient: owner,
      activationDelay: 7n * DAY,
      defaultOperatorSplitBips: 1_000n,
    },
  );
}

/** Sets a recording's stage as the chain's is set: strategies, services with an open registrar, approvals, pods. */
export function setModelStage(recording: Recording): ModelStage {
  const cast = castOf(recording);
  return setModelStageOf(recording.config, cast, recording.config.order ?? addressOrder(recording, cast.strategies));
}

/** The same for a cast and the order of its strategies by address. */
export function setModelStageOf(config: Recording["config"], cast: Cast, order: readonly string[]): ModelStage {
  const addresses = chooseAddresses(order, cast.people);
  const start = BigInt(config.startBlock);
  let state = withStrategies(coreOf(config, addresses), addresses);
  let block = { number: start, timestamp: BigInt(config.startTimestamp ?? 0) };

  const play = (action: Action): Outcome<CoreState, unknown> => {
    const outcome = step(state, block, action);
    ({ state } = outcome);
    return outcome;
  };
  prepare(cast, addresses, play);
  const owners = cast.people.map((name) => addresses.account(name)).filter((owner) => state.pods.has(owner));
  state = { ...state, podFunds: owners.reduce((funds, owner) => funds.set(owner, POD_FUNDS), state.podFunds) };
  return {
    cast,
    addresses,
    redistributionRecipient: padded(config.redistributionRecipient),
    burnAddress: padded(config.burnAddress),
    hashes: [],
    state: () => state,
    block: () => block,
    play,
    mark: () => {
      const marked = { state, block };
      return () => {
        ({ state, block } = marked);
      };
    },
    setCode: (account, code) => {
      state = { ...state, code: state.code.set(account, code) };
    },
    roll: (blocks) => {
      block = { number: block.number + blocks, timestamp: block.timestamp + blocks * BLOCK_SECONDS };
    },
    since: (number) => String(number - start),
  };
}

const padded = (hex: string): Address => `0x${BigInt(hex).toString(16).padStart(40, "0")}`;

function withStrategies(core: CoreState, { strategies, registrar }: Addresses): CoreState {
  let state = { ...core, code: core.code.set(registrar, "registrar") };
  for (const { strategy, token } of strategies.values()) {
    if (token === ZERO_ADDRESS) continue;
    state = {
      ...state,
      supplies: state.supplies.set(token, 0n),
      strategies: state.strategies.set(strategy, { underlyingToken: token, totalShares: 0n }),
      whitelisted: state.whitelisted.set(strategy, true),
    };
  }
  return state;
}

function prepare(cast: Cast, addresses: Addresses, play: ModelStage["play"]): void {
  const { contracts, registrar, strategies, account } = addresses;
  for (const avs of cast.services.map(account)) {
    play({ from: avs, to: contracts.AllocationManager, function: "updateAVSMetadataURI", args: [avs, ""] });
    play({ from: avs, to: contracts.AllocationManager, function: "setAVSRegistrar", args: [avs, registrar] });
  }
  for (const from of cast.people.map(account)) {
    for (const { token } of strategies.values()) {
      if (token === ZERO_ADDRESS) play({ from, to: contracts.EigenPodManager, function: "createPod", args: [] });
      else play({ from, to: token, function: "approve", args: [contracts.StrategyManager, UNLIMITED] });
    }
  }
}
