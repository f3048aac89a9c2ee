import { ETH, ETH_IN_GWEI } from "../../lib/units.ts";
import { type Step as StepOf, stepOf } from "../pool/draw.ts";
import type { Kind } from "./kinds.ts";

export type Step = StepOf<Kind>;

export const QUARANTINE = 3_600n;
export const LEAST_LEG = ETH / 10n;

const own = (kind: Kind, given: Partial<Step> = {}): Step => stepOf<Kind>(kind, given);
/** What validators need until they run, and until they may leave or have left. */
const EPOCHS = 7_680n;
const LONG = 130_000n;
const TOKENS: readonly Step[] = [own("delegateTo"), own("depositTokens"), own("depositTokens", { other: 1 })];
const NATIVE_STAKE: readonly Step[] = [
  own("delegateTo"),
  own("stake", { other: 1 }),
  own("verifyWithdrawalCredentials", { wait: EPOCHS }),
];
const CHECKPOINT: readonly Step[] = [own("startCheckpoint"), own("verifyCheckpointProofs")];
const GONE: readonly Step[] = [own("sweep", { nth: 0, wait: LONG }), own("sweep", { nth: 1, wait: 0n })];
const YEARS = 32n * 98_688n;

/** Ways into what is rare, with which sequences begin. */
export const WAYS: readonly (readonly Step[])[] = [
  [],
  // queued, slashed on the way, completed both ways, forced out
  [
    ...TOKENS,
    own("queue"),
    own("slash", { size: { bps: 3_000n } }),
    own("complete", { wait: 384n }),
    own("queue", { other: 1 }),
    own("force out"),
    own("complete as shares", { wait: 384n }),
    own("delegateTo", { other: 1 }),
    own("complete as shares"),
    own("lose tokens", { size: { bps: 3_000n } }),
    own("slash all", { other: 1 }),
    own("depositTokens"),
    own("undelegate"),
  ],
  // validators that run, leave and are found gone
  [
    ...NATIVE_STAKE,
    ...CHECKPOINT,
    own("exitValidators", { other: 1, wait: LONG }),
    ...GONE,
    ...CHECKPOINT,
    own("queue", { other: 2, size: { bps: 9_000n } }),
    own("slash", { size: { bps: 1_000n } }),
    own("complete", { wait: 384n }),
    own("refreshExits"),
  ],
  // a key that is slashed before anything is proven of it, until its ETH is in the pod
  [
    own("stake"),
    own("proveKeys", { nth: 7 }),
    own("startCheckpoint", { wait: EPOCHS }),
    own("slash a validator"),
    own("verifyWithdrawalCredentials"),
    own("proveKeys"),
    own("proveKeys", { wait: 0n }),
    own("startCheckpoint", { wait: YEARS }),
    own("startCheckpoint", { wait: 0n }),
    own("startCheckpoint"),
    own("proveKeys"),
    own("proveKeys", { nth: 7 }),
    own("sweep"),
    own("startCheckpoint", { wait: EPOCHS }),
    own("proveKeys"),
    own("proveKeys", { nth: 7 }),
  ],
  // many that leave at once, one of them slashed
  [
    own("delegateTo"),
    own("stake", { other: 4 }),
    own("stake", { other: 2 }),
    own("verifyWithdrawalCredentials", { wait: EPOCHS }),
    own("exitValidators", { other: 4, wait: LONG }),
    own("exitValidators", { other: 4, nth: 2 }),
    own("slash a validator"),
    own("verifyStaleBalance"),
    own("verifyCheckpointProofs"),
    own("refreshExits"),
    own("exitValidators", { nth: 0 }),
  ],
  // a part that cannot be read, reported, in quarantine, lapsed, in doubt
  [
    ...TOKENS,
    own("say", { nth: 1 }),
    own("reportPart"),
    own("queue", { wait: QUARANTINE }),
    own("reportPart", { wait: EPOCHS }),
    own("say", { nth: 6 }),
    own("say", { nth: 0 }),
    own("reportPart"),
    own("say", { nth: 7 }),
    own("reportPart"),
    own("reportPart", { other: 2 }),
  ],
  // what core and pod refuse
  [
    own("delegateTo", { nth: 8 }),
    ...TOKENS,
    own("depositTokens", { size: { wei: 0n } }),
    own("queue"),
    own("complete", { wait: 0n }),
    own("gift to the pod", { size: { wei: LEAST_LEG } }),
    own("startCheckpoint"),
    own("startCheckpoint", { wait: 0n }),
    own("pause", { nth: 6 }),
    own("startCheckpoint"),
  ],
  // more than the pod has
  [
    ...NATIVE_STAKE,
    own("gift to the pod"),
    ...CHECKPOINT,
    own("stake"),
    own("verifyWithdrawalCredentials", { nth: 7, wait: EPOCHS }),
    own("queue", { other: 2, size: { bps: 9_000n } }),
    own("complete", { wait: 384n }),
    own("complete as shares"),
    own("penalize", { size: { bps: 3_000n } }),
    ...CHECKPOINT,
  ],
  // proofs that come too early, or of what is no validator of the pod, and an exit too young
  [
    own("delegateTo"),
    own("stake", { other: 1 }),
    own("verifyWithdrawalCredentials"),
    own("deposit for a key", { nth: 5 }),
    own("verifyWithdrawalCredentials", { wait: EPOCHS }),
    own("exitValidators", { other: 1 }),
    own("verifyWithdrawalCredentials", { other: 4, nth: 2 }),
    own("verifyWithdrawalCredentials", { other: 4, nth: 0 }),
    own("verifyStaleBalance"),
    own("startCheckpoint"),
    own("startCheckpoint"),
    own("verifyWithdrawalCredentials", { nth: 6, wait: 0n }),
    own("verifyCheckpointProofs", { wait: 0n }),
    own("verifyWithdrawalCredentials", { nth: 6, wait: 0n }),
    own("slash a validator"),
    own("exitValidators", { wait: LONG, other: 1 }),
  ],
  // one is ejected, one slashed among so many that it loses everything; a stranger's compounds for the pod
  [
    ...NATIVE_STAKE,
    own("deposit for a key", { who: 2 }),
    own("deposit for a key", { who: 2, nth: 3 }),
    own("penalize", { size: { bps: 6_000n } }),
    own("eject", { wait: EPOCHS }),
    own("verifyWithdrawalCredentials", { other: 3 }),
    own("slash a validator", { nth: 1 }),
    own("slash elsewhere", { size: { bps: 3_400n } }),
    own("verifyStaleBalance", { wait: YEARS / 2n }),
    own("verifyCheckpointProofs"),
    own("sweep", { wait: YEARS }),
    own("sweep", { nth: 1 }),
    ...CHECKPOINT,
  ],
  // all that was proven is lost, or all but a few hundred thousand gwei, with a key that is not proven; and more comes
  ...[64n, 32n].map((eth) => [
    ...NATIVE_STAKE,
    own("stake"),
    own("penalize", { size: { wei: eth * ETH_IN_GWEI } }),
    own("penalize", { size: { wei: eth * ETH_IN_GWEI }, nth: 1 }),
    ...CHECKPOINT,
    own("verifyWithdrawalCredentials", { wait: EPOCHS }),
    own("gift to the pod"),
    own("startCheckpoint"),
    own("depositTokens"),
    own("queue", { other: 2 }),
    own("stake"),
    own("complete", { wait: 384n }),
  ]),
];

/** More than the delegator takes, of unproven and of leaving validators: a hundred calls. */
const CROWD: readonly Step[] = [
  own("delegateTo"),
  own("stake", { other: 4, nth: 6 }),
  own("verifyWithdrawalCredentials", { wait: EPOCHS }),
  own("stake", { other: 1 }),
  own("verifyWithdrawalCredentials", { wait: EPOCHS }),
  own("exitValidators", { nth: 6, wait: LONG }),
];

/** What is played first, each by itself. */
export const BEGINNINGS: readonly (readonly Step[])[] = [...WAYS, CROWD];
