import { Ajv } from "ajv";
import type { ForkName } from "../../beacon/proofs/forks.ts";
import { RecordingError } from "../format/error.ts";
import type { Tree } from "../format/types.ts";

/** What a pod is asked, each alone on a pod in the same position. */
export const POD_CALLS = ["verifyWithdrawalCredentials", "verifyCheckpointProofs", "verifyStaleBalance"] as const;
export type PodCall = (typeof POD_CALLS)[number];

export type Answers = { readonly [call in PodCall]?: Tree };

interface State {
  /** The key under which EIP-4788 answers `beaconBlockRoot`. */
  readonly timestamp: string | number;
  readonly beaconBlockRoot: string;
  readonly stateRoot: string;
  readonly stateRootProof: readonly string[];
  readonly balanceContainerRoot: string;
  readonly balanceContainerProof: readonly string[];
}

interface ProvenFields {
  readonly fields: readonly string[];
  readonly validatorProof: readonly string[];
}

interface Validator extends ProvenFields {
  readonly index: string | number;
  readonly balanceRoot: string;
  readonly balanceProof: readonly string[];
  /** Its container in `balanceState`, if it was slashed in between. */
  readonly slashedState?: ProvenFields;
  readonly expected: Answers;
  readonly withVerifier?: Answers;
}

/** One bit of what a call is given, flipped: of a number, or of a byte, the leftmost first. */
export interface Damage {
  readonly what: string;
  readonly call: PodCall;
  readonly validator: number;
  readonly path: readonly (string | number)[];
  readonly byte?: number;
  readonly bit: number;
  readonly expected: Tree;
  readonly withVerifier?: Tree;
}

/** A recording of what the real pod answered to proofs; siblings go from the leaf upwards. */
export interface PodProofs {
  readonly kind: "pod-proofs";
  readonly podAddress: string;
  readonly podOwner: string;
  readonly fork: string;
  readonly credentialState: State;
  readonly balanceState: State;
  readonly validators: readonly Validator[];
  readonly damaged: readonly Damage[];
}

const hex = { type: "string", pattern: "^0x([0-9a-fA-F]{2})*$" };
const hexes = { type: "array", items: hex };
const bytesOf = (count: number) => ({ type: "string", pattern: `^0x[0-9a-fA-F]{${2 * count}}$` });
const [address, word] = [bytesOf(20), bytesOf(32)];
const integer = { type: ["string", "integer"], pattern: "^(0|[1-9][0-9]*)$" };
const having = (properties: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  type: "object",
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
});
const state = having({
  timestamp: integer,
  beaconBlockRoot: word,
  stateRoot: word,
  stateRootProof: hexes,
  balanceContainerRoot: word,
  balanceContainerProof: hexes,
});
const provenFields = { fields: { type: "array", items: word }, validatorProof: hexes };
const answer = { type: "object", minProperties: 1 };
const answers = { type: "object", propertyNames: { enum: POD_CALLS }, additionalProperties: answer };

const validate = new Ajv({ strict: false }).compile<PodProofs>(
  having({
    kind: { const: "pod-proofs" },
    podAddress: address,
    podOwner: address,
    fork: { type: "string" },
    credentialState: state,
    balanceState: state,
    validators: {
      type: "array",
      minItems: 1,
      items: having(
        { index: integer, ...provenFields, balanceRoot: word, balanceProof: hexes, expected: answers },
        { slashedState: having(provenFields), withVerifier: answers },
      ),
    },
    damaged: {
      type: "array",
      items: having(
        {
          what: { type: "string" },
          call: { enum: POD_CALLS },
          validator: { type: "integer", minimum: 0 },
          path: { type: "array", minItems: 2, items: { type: ["string", "integer"] } },
          bit: { type: "integer", minimum: 0 },
          expected: answer,
        },
        { byte: { type: "integer", minimum: 0 }, withVerifier: answer },
      ),
    },
  }),
);

/** Times to which an embedded chain can be set: a day after its epoch, and 34,000 years later. */
const [EARLIEST, LATEST] = [86_400n, 2n ** 40n];

const FORKS: Readonly<Record<string, ForkName>> = {
  electra: "electra",
  fulu: "electra",
  gloas: "gloas",
  heze: "gloas",
};

/** Whether a parsed file is of this kind. */
export const isPodProofs = (data: unknown): boolean =>
  typeof data === "object" && data !== null && (data as { kind?: unknown }).kind === "pod-proofs";

/** The fork's shape. @throws RecordingError for a fork without one */
export function shapeNamed(fork: string): ForkName {
  const shape = FORKS[fork];
  if (shape === undefined) {
    throw new RecordingError(`$.fork: unknown fork "${fork}", known are ${Object.keys(FORKS).join(", ")}`);
  }
  return shape;
}

/** Checks a parsed file. @throws RecordingError that says what is wrong where */
export function checkPodProofs(data: unknown): PodProofs {
  if (!validate(data)) {
    const error = validate.errors?.[0];
    throw new RecordingError(`$${error?.instancePath.replaceAll("/", ".")}: ${error?.message}`);
  }
  shapeNamed(data.fork);
  for (const name of ["credentialState", "balanceState"] as const) {
    const timestamp = BigInt(data[name].timestamp);
    if (timestamp < EARLIEST || timestamp > LATEST)
      throw new RecordingError(`$.${name}.timestamp: ${timestamp} is not within ${EARLIEST} and ${LATEST}`);
  }
  for (const [i, { validator, call }] of data.damaged.entries()) {
    const damaged = data.validators[validator];
    if (damaged === undefined)
      throw new RecordingError(`$.damaged[${i}].validator: there is no validator ${validator}`);
    if (call === "verifyStaleBalance" && damaged.slashedState === undefined)
      throw new RecordingError(`$.damaged[${i}]: validator ${validator} has no slashedState`);
  }
  return data;
}
