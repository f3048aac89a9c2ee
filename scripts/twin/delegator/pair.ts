import { BEACON_PODS } from "../../../model/3-restaking/pods/beacon-pod.ts";
import type { Delegator, DelegatorState } from "../../../model/5-lrt/operators/delegator.ts";
import { type DelegatorAction, stepDelegator } from "../../../model/5-lrt/operators/delegator-step.ts";
import { type Address, type Machine, ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { WAD } from "../../lib/units.ts";
import { sideBySide } from "../shared/side-by-side.ts";
import type { Told } from "../shared/spell.ts";
import { allOf, neighboursOf } from "./draw.ts";
import { look } from "./look.ts";
import { postOf } from "./sent.ts";
import { type Cast, type Stand, standUpDelegator, WINDOW_BLOCKS } from "./stand.ts";

/** One sequence on both. */
export interface DelegatorPair {
  readonly cast: Cast;
  /** As the model has it, at a time. */
  readonly machine: () => Machine<DelegatorState>;
  /** Plays a call in a block so much later. @throws Disagreement */
  readonly play: (action: DelegatorAction, seconds: bigint) => Promise<Told>;
  /** Ether is forced upon an account. */
  readonly donate: (wei: bigint, account: Address) => Promise<void>;
}

/** A transaction on the state, as the model's own are. */
const delegatorOf = (machine: Machine<DelegatorState>): Delegator => ({ ...machine, beaconPods: BEACON_PODS });

/**
 * A delegator over the core, its pod and the beacon chain on both sides, between a vault, a restaker and reserves that say
 * what they are told.
 *
 * @param model what plays on the model's side; tests put a flaw into it
 */
export async function openDelegatorPairs(
  model = stepDelegator,
): Promise<{ readonly begin: () => Promise<DelegatorPair> }> {
  const stand = await standUpDelegator();
  const { cast, deployed, fresh } = stand;
  const { sentOf, toChain, named, hear } = postOf(stand);
  const { begin } = await sideBySide<DelegatorState, DelegatorAction>(
    { ...stand, named },
    {
      ...{ fresh, step: model, sentOf, hear },
      placed: Object.values(deployed),
      look(machine) {
        const seen = look(delegatorOf(machine), cast, deployed);
        return { ...seen, questions: seen.questions.map((one) => ({ ...one, args: toChain(one.args) })) };
      },
      beginning: beginningOf(stand),
      // at 12 seconds as on mainnet, but no more than end every delay of the core
      blocksIn: (seconds) => (seconds < 24n ? 1n : seconds / 12n < MOST_BLOCKS ? seconds / 12n : MOST_BLOCKS),
    },
  );
  return {
    async begin() {
      const { machine, play, change } = await begin();
      const donate = async (wei: bigint, account: Address): Promise<void> => {
        const balance = (machine().state.ether.get(account) ?? 0n) + wei;
        await stand.chain.setBalance(account, balance);
        change((state) => ({ ...state, ether: state.ether.set(account, balance) }));
      };
      return { cast, machine, play, donate };
    },
  };
}

const MOST_BLOCKS = WINDOW_BLOCKS + 4n;

/** The delegator has its pod, and two operators of three stand behind a set with all they are given. */
function beginningOf({ cast, fresh }: Stand) {
  const { restaker } = fresh.delegator;
  const { service, operators, registrar, core, people } = cast;
  const strategies = allOf(cast);
  const call = (from: string, contract: string, name: string, ...args: unknown[]): DelegatorAction => ({
    ...{ from, contract, function: name, args },
  });
  const onAllocations = (from: string, name: string, ...args: unknown[]) =>
    call(from, core.AllocationManager, name, ...args);
  const set = { avs: service, id: 0n };
  const usual = neighboursOf(cast, { nth: 0, size: {} }, 0n);
  const actions = [
    call(people[0] as string, "others", "say", usual),
    call(restaker, "delegator", "initialize"),
    ...operators.map((one) => call(one, core.DelegationManager, "registerAsOperator", ZERO_ADDRESS, 0n, "")),
    onAllocations(service, "updateAVSMetadataURI", service, ""),
    onAllocations(service, "setAVSRegistrar", service, registrar),
    onAllocations(service, "createOperatorSetsV2", service, [{ operatorSetId: 0n, strategies, slasher: service }]),
    ...operators
      .slice(0, 2)
      .flatMap((one) => [
        onAllocations(one, "registerForOperatorSets", one, { avs: service, operatorSetIds: [0n], data: "0x" }),
        onAllocations(one, "modifyAllocations", one, [
          { operatorSet: set, strategies, newMagnitudes: strategies.map(() => WAD) },
        ]),
      ]),
  ];
  return actions.map((action) => ({ action, seconds: 48n }));
}
