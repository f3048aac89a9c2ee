import { concat } from "ethers";
import { RecordingError } from "../format/error.ts";
import type { Tree } from "../format/types.ts";
import { compare } from "../play/compare.ts";
import type { Difference, Played } from "../play/scenario.ts";
import { damagedBy } from "./damage.ts";
import { type Answers, POD_CALLS, type PodCall, type PodProofs } from "./file.ts";
import { type PodStage, setPodStage } from "./stage.ts";

/** A call of one validator's proofs, whole or damaged, and what the real pod answered to it. */
interface Case {
  readonly call: PodCall;
  readonly what: string;
  readonly validator: number;
  readonly given: PodProofs;
  readonly theirs: Tree;
}

const STATUS = ["INACTIVE", "ACTIVE", "WITHDRAWN"] as const;
/** Seconds from a state's time to the block in which proofs of it are sent. */
const LATER = 120n;

/**
 * Plays a file of proofs: every call alone on a pod in the same position, and compares what it answers. Of a fork for
 * which the real pod has no verifier, with what it answered to the same in the fork before.
 * @param found called with each difference; when it answers `"stop"`, nothing more is played.
 */
export async function playPodProofs(
  file: PodProofs,
  name: string,
  found: (difference: Difference) => "stop" | undefined,
): Promise<Played> {
  checkTimes(file);
  const stage = await setPodStage(file);
  const played = { steps: 0, fields: 0, differences: 0 };
  const all = casesOf(file);
  const byCall = POD_CALLS.map((call) => all.filter((one) => one.call === call));
  for (const cases of byCall) {
    const differences = await stage.aside(async () => {
      if (cases.length > 0) await POSITIONS[cases[0]!.call](stage, file);
      return playAll(cases);
    });
    if (differences === "stop") break;
  }
  return played;

  async function playAll(cases: readonly Case[]): Promise<"stop" | undefined> {
    for (const one of cases) {
      const ours = await stage.aside(() => CALLS[one.call](stage, file, one));
      const { fields, differences } = compare(ours, one.theirs, "");
      const step = played.steps++;
      played.fields += fields;
      played.differences += differences.length;
      for (const { field, ...sides } of differences) {
        const action = `${one.call} (${one.what})`;
        if (found({ scenario: name, step, action, field: field.slice(1), ...sides }) === "stop") return "stop";
      }
    }
    return undefined;
  }
}

/** Between the two states all validators are verified, a second each. */
function checkTimes({ credentialState, balanceState, validators }: PodProofs): void {
  const given = BigInt(balanceState.timestamp) - BigInt(credentialState.timestamp);
  const needed = LATER + BigInt(validators.length);
  if (given > needed) return;
  throw new RecordingError(
    `$.balanceState.timestamp: is ${given} seconds after that of credentialState, and verifying the validators in between takes ${needed}`,
  );
}

function casesOf(file: PodProofs): Case[] {
  const whole = file.validators.flatMap((one, validator) =>
    Object.entries(answersOf(one)).map(([call, theirs]) => ({
      call: call as PodCall,
      what: `validator ${one.index}`,
      validator,
      given: file,
      theirs: spelled(theirs),
    })),
  );
  const damaged = file.damaged.map((one) => ({
    call: one.call,
    what: one.what,
    validator: one.validator,
    given: damagedBy(file, one),
    theirs: spelled(one.withVerifier ?? one.expected),
  }));
  return [...whole, ...damaged];
}

const answersOf = ({ expected, withVerifier }: { expected: Answers; withVerifier?: Answers }) =>
  withVerifier ?? expected;

/** Numbers as digits, as trees spell them. */
const spelled = (answer: Tree): Tree =>
  Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, String(value)]));

const newPod = async (stage: PodStage, { credentialState }: PodProofs): Promise<void> =>
  stage.writeRoot(BigInt(credentialState.timestamp), credentialState.beaconBlockRoot);

/** Verifies all validators that the pod takes. */
async function podWithValidators(stage: PodStage, file: PodProofs): Promise<void> {
  await newPod(stage, file);
  for (const [validator, one] of file.validators.entries()) {
    const { result } = spelled(answersOf(one).verifyWithdrawalCredentials ?? {}) as { result?: string };
    if (result === "ok") await verifyCredentials(stage, file, file, validator, LATER + BigInt(validator));
  }
}

const POSITIONS: Readonly<Record<PodCall, (stage: PodStage, file: PodProofs) => Promise<void>>> = {
  verifyWithdrawalCredentials: newPod,
  async verifyCheckpointProofs(stage, file) {
    await podWithValidators(stage, file);
    const { timestamp, beaconBlockRoot } = file.balanceState;
    await stage.writeRoot(BigInt(timestamp), beaconBlockRoot);
    await stage.run(BigInt(timestamp), "startCheckpoint", [false]);
  },
  async verifyStaleBalance(stage, file) {
    await podWithValidators(stage, file);
    const { timestamp, beaconBlockRoot } = file.balanceState;
    for (const time of [BigInt(timestamp), BigInt(timestamp) + LATER]) await stage.writeRoot(time, beaconBlockRoot);
  },
};

type Run = (stage: PodStage, file: PodProofs, one: Case) => Promise<Tree>;

const CALLS: Readonly<Record<PodCall, Run>> = {
  async verifyWithdrawalCredentials(stage, file, { given, validator }): Promise<Tree> {
    const result = await verifyCredentials(stage, file, given, validator, LATER);
    if (result !== "ok") return { result };
    const { podGwei } = await infoOf(stage, given, validator);
    return { result, podGwei };
  },
  async verifyCheckpointProofs(stage, file, { given, validator }) {
    const before = await proofsRemaining(stage);
    const { balanceContainerRoot, balanceContainerProof } = given.balanceState;
    const { fields, balanceRoot, balanceProof } = given.validators[validator]!;
    const result = await stage.run(BigInt(file.balanceState.timestamp) + LATER, "verifyCheckpointProofs", [
      { balanceContainerRoot, proof: concat(balanceContainerProof) },
      [{ pubkeyHash: fields[0], balanceRoot, proof: concat(balanceProof) }],
    ]);
    const proven = String(before - (await proofsRemaining(stage)));
    if (result !== "ok") return { result, proven };
    return { result, proven, ...(await infoOf(stage, given, validator)) };
  },
  async verifyStaleBalance(stage, file, { given, validator }) {
    const { timestamp, stateRoot, stateRootProof } = given.balanceState;
    const { fields, validatorProof } = given.validators[validator]!.slashedState!;
    const result = await stage.run(BigInt(file.balanceState.timestamp) + LATER, "verifyStaleBalance", [
      timestamp,
      { beaconStateRoot: stateRoot, proof: concat(stateRootProof) },
      { validatorFields: fields, proof: concat(validatorProof) },
    ]);
    return { result };
  },
};

/** Sends the proof of one validator's credentials, `later` seconds after its state. */
function verifyCredentials(
  stage: PodStage,
  file: PodProofs,
  given: PodProofs,
  validator: number,
  later: bigint,
): Promise<string> {
  const { timestamp, stateRoot, stateRootProof } = given.credentialState;
  const { index, fields, validatorProof } = given.validators[validator]!;
  return stage.run(BigInt(file.credentialState.timestamp) + later, "verifyWithdrawalCredentials", [
    timestamp,
    { beaconStateRoot: stateRoot, proof: concat(stateRootProof) },
    [index],
    [concat(validatorProof)],
    [fields],
  ]);
}

async function proofsRemaining(stage: PodStage): Promise<bigint> {
  const [checkpoint] = (await stage.read("currentCheckpoint", [])) as [{ proofsRemaining: bigint }];
  return checkpoint.proofsRemaining;
}

async function infoOf(stage: PodStage, { validators }: PodProofs, validator: number) {
  const [info] = (await stage.read("validatorPubkeyHashToInfo", [validators[validator]!.fields[0]])) as [
    { restakedBalanceGwei: bigint; status: bigint },
  ];
  return { podGwei: String(info.restakedBalanceGwei), status: STATUS[Number(info.status)] as string };
}
