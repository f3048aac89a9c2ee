import { ACTIONS, type Kind } from "./actions.ts";

/**
 * The JSON schema of a recording, version 1. It is closed: a key that it does not name is an error at every level but
 * those whose keys are names of people, strategies, sets or slashes.
 */

type Schema = Readonly<Record<string, unknown>>;

const uint = { type: "string", pattern: "^(0|[1-9][0-9]*)$" };
const int = { type: "string", pattern: "^(0|-?[1-9][0-9]*)$" };
const name = { type: "string", pattern: "^[^:#]+$" };
const set = { type: "string", pattern: "^[^:#]+:(0|[1-9][0-9]*)$" };
const bool = { type: "boolean" };
const hex = { type: "string", pattern: "^0x[0-9a-fA-F]*$" };
const address = { type: "string", pattern: "^0x[0-9a-fA-F]{1,40}$" };
const prose = { type: "string" };
const word = { type: "string", minLength: 1 };
const listOf = (items: Schema): Schema => ({ type: "array", items });

/** What an ABI value may be in words; `words.ts` knows more about it. */
const values = listOf({ type: ["string", "boolean", "array", "object"] });

const KINDS: Readonly<Record<Kind, Schema>> = {
  name,
  strategy: name,
  set,
  uint,
  int,
  bool,
  strategies: listOf(name),
  uints: listOf(uint),
  word,
  values,
};

/** An object with exactly these keys; `optional` ones may be absent. */
function exactly(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", properties, required, additionalProperties: false };
}

/** An object from names to values of one shape. */
const byName = (value: Schema, keys: Schema = name): Schema => ({
  type: "object",
  propertyNames: keys,
  additionalProperties: value,
});

const ofKinds = (kinds: Readonly<Record<string, Kind>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(kinds).map(([key, kind]) => [key, KINDS[kind]]));

const position = { depositShares: uint, withdrawableShares: uint, depositScalingFactor: uint };
const allocation = exactly({
  currentMagnitude: uint,
  pendingDiff: int,
  effectBlock: uint,
  registered: bool,
  slashable: bool,
});

const expectation = exactly({
  block: uint,
  stakers: byName({
    type: "object",
    required: ["delegatedTo"],
    properties: {
      delegatedTo: { type: "string" },
      BEACON: exactly({ ...position, beaconChainSlashingFactor: uint, podPaidOut: uint }),
    },
    additionalProperties: exactly({ ...position, tokenBalance: uint, userUnderlying: uint }),
  }),
  operators: byName(
    byName(
      exactly({
        operatorShares: uint,
        slashableSharesInQueue: uint,
        maxMagnitude: uint,
        encumberedMagnitude: uint,
        allocatableMagnitude: uint,
        allocations: byName(allocation, set),
      }),
    ),
  ),
  strategies: {
    type: "object",
    propertyNames: name,
    properties: { BEACON: exactly({ burnableETHShares: uint }) },
    additionalProperties: exactly({
      totalShares: uint,
      tokenBalance: uint,
      sharesToUnderlying1e18: uint,
      burnAddressBalance: uint,
      redistributionRecipientBalance: uint,
    }),
  },
  withdrawals: listOf(
    exactly({
      id: uint,
      staker: name,
      delegatedTo: { type: "string" },
      nonce: uint,
      startBlock: uint,
      pending: bool,
      strategies: listOf(name),
      scaledShares: listOf(uint),
      currentShares: listOf(uint),
    }),
  ),
  burnOrRedistributable: byName(byName(uint), { type: "string", pattern: "^[^:#]+:(0|[1-9][0-9]*)#[1-9][0-9]*$" }),
});

const failure = exactly({ ok: { const: false }, revert: { type: "string" }, revertData: hex });

const step = {
  type: "object",
  required: ["action"],
  discriminator: { propertyName: "action" },
  oneOf: Object.entries(ACTIONS).map(([action, { args, result }]) =>
    exactly(
      {
        action: { const: action },
        args: exactly(ofKinds(args)),
        result: {
          type: "object",
          required: ["ok"],
          properties: { ok: bool },
          if: { properties: { ok: { const: true } } },
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
          then: exactly({ ok: bool, ...ofKinds(result) }),
          else: failure,
        },
        events: listOf(exactly({ at: word, event: word, values })),
        expect: expectation,
      },
      ["events"],
    ),
  ),
};

const numbers = {
  minWithdrawalDelayBlocks: uint,
  deallocationDelay: uint,
  allocationConfigurationDelay: uint,
  startBlock: uint,
  redistributionRecipient: address,
  burnAddress: address,
  startTimestamp: uint,
  order: listOf(name),
  cast: exactly({ people: listOf(name), sets: listOf(set) }),
};

const later = ["startTimestamp", "order", "cast"];

/** Entries of `config` that explain a convention to people; they set nothing. */
const conventions = Object.fromEntries(
  [
    "source",
    "startBlockNote",
    "strategy",
    "slasher",
    "allActionsInOneBlock",
    "effectBlock",
    "strategiesOrder",
    "failedDeposit",
    "donateToStrategy",
    "beaconBalanceUpdate",
    "withdrawalIds",
    "revert",
  ].map((key) => [key, prose]),
);

export const RECORDING_SCHEMA: Schema = exactly({
  schemaVersion: { const: 1 },
  config: exactly({ ...numbers, ...conventions }, [...later, ...Object.keys(conventions)]),
  name: { type: "string", minLength: 1 },
  description: prose,
  steps: { type: "array", items: step },
});
