import { deployCore } from "../../replay/chain/core.ts";
import { openChain } from "../../replay/chain/rpc.ts";
import { setStageOn, type Stage } from "../../replay/chain/stage.ts";
import { deployStrategies } from "../../replay/chain/strategies.ts";
import type { Cast } from "../../replay/format/cast.ts";
import type { Expectation, Outcome, Recording, Step, Tree } from "../../replay/format/types.ts";
import { readAbis } from "../../replay/model/abi.ts";
import { playerOn } from "../../replay/model/player.ts";
import { type ModelStage, setModelStageOf } from "../../replay/model/stage.ts";
import { compare, type FieldDifference } from "../../replay/play/compare.ts";
import type { Player } from "../../replay/play/player.ts";
import { newPlayer } from "../../replay/play/scenario.ts";
import { readState } from "../../replay/play/state.ts";
import { newWithdrawals } from "../../replay/play/withdrawals.ts";
import { preludeOf } from "../../replay/record/record.ts";
import { type Draft, WALK_CAST } from "../../replay/record/world.ts";

/** Short delays, and a time that is one for every run. */
const CONFIG: Recording["config"] = {
  minWithdrawalDelayBlocks: "10",
  deallocationDelay: "12",
  allocationConfigurationDelay: "15",
  startBlock: "400",
  redistributionRecipient: "0x00000000000000000000000000000000000d1ce0",
  burnAddress: "0x00000000000000000000000000000000000E16E4",
  startTimestamp: "2000000004",
};
export const START_SECONDS = BigInt(CONFIG.startTimestamp as string);
export const ORDER = ["A", "B", "BEACON", "C"];

const { stakers, operators, strangers, sets } = WALK_CAST;
const SERVICES = ["avs1", "avs2"];
const CAST: Cast = {
  stakers,
  people: [...stakers, ...operators, ...strangers, ...SERVICES],
  strategies: ORDER,
  sets,
  services: SERVICES,
};

/** A step on which model and chain do not agree. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";
  readonly differences: readonly FieldDifference[];

  constructor(at: string, differences: readonly FieldDifference[]) {
    const lines = differences.map(
      ({ field, ours = "(none)", theirs = "(none)" }) => `${field}: model ${ours}, chain ${theirs}`,
    );
    super([at, ...lines].join("\n  "));
    this.differences = differences;
  }
}

/** One sequence on both. */
export interface Pair {
  /** @throws Disagreement when the result, the revert, the state or a log is not the same on both. */
  readonly play: (draft: Draft) => Promise<{ readonly outcome: Outcome; readonly block: bigint }>;
  /** Ends the last block. @throws Disagreement about what was logged in it. */
  readonly settle: () => Promise<void>;
  /** What was played, the prelude first, with what the chain answered: a recording, which the replay plays on either. */
  readonly recording: (name: string, description: string) => Recording;
}

/** Core and model side by side, each after the same prelude, from which any number of sequences can begin. */
export interface Pairs {
  readonly begin: () => Promise<Pair>;
}

/** @param modelOf what plays on a model's stage; tests put a flaw into it */
export async function openPairs(modelOf: typeof playerOn = playerOn): Promise<Pairs> {
  const full = { ...CONFIG, order: ORDER, cast: { people: [...CAST.people], sets: [...sets] } };
  const chain = await openChain();
  const { core, pauserRegistry } = await deployCore(chain, full);
  const strategies = await deployStrategies(chain, core, pauserRegistry, recordingOf(full, [], "twin", ""), ORDER);
  const stage = await setStageOn({ chain, core, strategies }, full, CAST);
  const model = setModelStageOf(full, CAST, ORDER);
  const abis = await readAbis();

  const prelude = await startOn(stage, model, (logged) => modelOf(model, abis, logged), full, []);
  for (const draft of preludeOf(ORDER)) await prelude.play(draft);
  const before = prelude.recording("", "").steps;
  const back = model.mark();
  const { provider } = chain.connection;
  let snapshot = (await provider.request({ method: "evm_snapshot" })) as string;

  return {
    async begin() {
      await provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = (await provider.request({ method: "evm_snapshot" })) as string;
      await stage.beginBlock();
      back();
      stage.hashes.length = 0;
      model.hashes.length = 0;
      return startOn(stage, model, (logged) => modelOf(model, abis, logged), full, before);
    },
  };
}

const recordingOf = (
  config: Recording["config"],
  steps: readonly Step[],
  name: string,
  description: string,
): Recording => ({ schemaVersion: 1, name, description, config, steps });

type Logged = (index: number, events: readonly Tree[]) => void;

/** An outcome with names for the addresses in its revert's data: those differ between the two. */
function named(outcome: Outcome, nameOf: (address: string) => string): Outcome {
  if (outcome.ok) return outcome;
  const words = outcome.revertData.slice(10).match(/.{64}/g) ?? [];
  const spelled = words.map((word) => {
    const address = `0x${word.slice(24)}`;
    const name = nameOf(address);
    return /^0{24}/.test(word) && name !== "" && !name.startsWith("0x") ? `[${name}]` : word;
  });
  return { ...outcome, revertData: [outcome.revertData.slice(0, 10), ...spelled].join(" ") };
}

/** @param before what was played already */
async function startOn(
  stage: Stage,
  model: ModelStage,
  modelOf: (logged: Logged) => Player,
  config: Recording["config"],
  before: readonly Step[],
): Promise<Pair> {
  const told: Record<"model" | "chain", Map<number, readonly Tree[]>> = { model: new Map(), chain: new Map() };
  const withdrawals = newWithdrawals();
  const onChain = newPlayer(stage, withdrawals, (index, events) => told.chain.set(index, events));
  const onModel = modelOf((index, events) => told.model.set(index, events));
  const steps: Step[] = [...before];

  const agree = (at: string, ours: Tree, theirs: Tree): void => {
    const { differences } = compare(ours, theirs, at.split(" ")[0] as string);
    if (differences.length > 0) throw new Disagreement(at, differences);
  };
  const agreeOnLogs = (): void => {
    for (const [index, events] of told.chain) {
      const step = steps[index] as Step;
      agree(`events of step ${index} ${step.action}`, told.model.get(index) ?? [], events);
      steps[index] = { ...step, events } as Step;
    }
    told.chain.clear();
    told.model.clear();
  };

  return {
    async play(draft) {
      const index = steps.length;
      const [ours, theirs] = [await onModel.play(draft as Step, index), await onChain(draft as Step, index)];
      const expect = (await readState(stage, withdrawals)) as Expectation;
      steps.push({ ...draft, result: theirs, expect } as Step);
      const [said, heard] = [named(ours, model.addresses.nameOf), named(theirs, stage.nameOf)];
      agree(`result of step ${index} ${draft.action}`, said, heard);
      agree(`state after step ${index} ${draft.action}`, await onModel.read(), expect);
      if (draft.action === "rollBlocks") agreeOnLogs();
      return { outcome: theirs, block: BigInt(expect.block) };
    },
    async settle() {
      await onChain.settle();
      await onModel.settle();
      agreeOnLogs();
    },
    recording: (name, description) => recordingOf(config, steps, name, description),
  };
}
