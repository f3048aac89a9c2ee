import { type Step as StepOf, stepOf } from "../pool/draw.ts";
import type { Kind } from "./kinds.ts";

export type Step = StepOf<Kind>;

const HALF_A_DAY = 43_200n;

const own = (kind: Kind, given: Partial<Step> = {}): Step => stepOf<Kind>(kind, given);
const IN: readonly Step[] = [
  ...[0, 1, 2].flatMap((slot) => [
    own("restakeEth", { other: slot, nth: 3 }),
    own("restakeLst", { other: slot, nth: 0 }),
    own("restakeLst", { other: slot, nth: 1 }),
  ]),
  own("sync all"),
];
const BATCH = own("queue", { size: { bps: 9_000n }, nth: 5 });

/** Ways into what is rare, with which sequences begin. */
export const WAYS: readonly (readonly Step[])[] = [
  [],
  IN,
  [...IN, BATCH],
  [...IN, BATCH, ...[0, 1, 2].map((nth) => own("unwind", { nth })), own("sync all"), own("sync all"), own("complete")],
  // an operator is left, and another comes
  [
    ...IN,
    own("leaveOperator", { other: 1 }),
    own("setOperator", { other: 1, who: 2, nth: 3 }),
    own("queue", { nth: 0 }),
    own("sync all"),
    own("sync all"),
    ...[0, 1, 2].map((nth) => own("complete", { other: 1, nth })),
  ],
  // a strategy goes
  [
    ...IN,
    own("retireLst", { nth: 0 }),
    own("removeStrategy", { nth: 1 }),
    own("addStrategy", { nth: 1 }),
    ...[0, 1, 2].map((other) => own("trim", { other, nth: 1 })),
    ...[0, 1, 2].map((nth) => own("sync all", { nth })),
    ...[0, 1, 2].map((other) => own("complete", { other, nth: 0 })),
    own("removeStrategy", { nth: 1 }),
    own("requestLstExit", { nth: 0 }),
    own("claimLstExit", { nth: 0 }),
  ],
  // places are taken, strategies come
  [
    ...IN,
    own("addStrategy", { nth: 1 }),
    own("addStrategy", { nth: 3 }),
    BATCH,
    ...[0, 1, 2].flatMap((nth) => [own("queue together", { nth }), own("unwind", { nth, wait: HALF_A_DAY })]),
    own("trim", { nth: 1 }),
    own("leaveOperator", { nth: 0 }),
    own("setOperator", { nth: 0 }),
  ],
  // a service takes too much
  [
    own("setAvsCap", { who: 0, size: { bps: 1_000n } }),
    own("reach", { who: 0, other: 0, size: { bps: 5_000n } }),
    own("restakeLst", { nth: 0 }),
    own("losses", { who: 0, size: { bps: 9_000n }, nth: 9 }),
    own("restakeLst", { nth: 1 }),
    own("trim", { nth: 7 }),
    own("restakeEth", { nth: 3 }),
    own("setAvsCap", { who: 1 }),
    own("setAvsCap", { who: 2 }),
    own("dropAvsCap"),
    own("dropAvsCap", { who: 2, nth: 7 }),
  ],
  // keys are listed twice and used by others, there are none, and several calls come at once
  [
    own("registerKeys", { nth: 3 }),
    own("registerKeys", { nth: 3 }),
    own("use a key"),
    own("use a key", { other: 1 }),
    own("dropUsed", { other: 1, nth: 3 }),
    own("multicall", { nth: 1 }),
    ...[0, 1, 2].map((nth) => own("skipKey", { other: 2, nth })),
    own("skipKey", { other: 2 }),
    own("skipKey", { other: 2 }),
    own("restakeEth", { other: 2, nth: 3 }),
  ],
  // nothing is too much, a part is in doubt, a slot cannot be read
  [
    ...IN,
    own("trim", { other: 2, nth: 7 }),
    BATCH,
    own("unwind", { nth: 1 }),
    own("doubt", { nth: 1 }),
    own("sync all"),
    own("pod", { other: 1, nth: 9 }),
    own("complete", { nth: 0 }),
    own("unwind", { other: 1, nth: 1 }),
  ],
  // an operator is slashed, and everybody leaves it
  [
    ...IN,
    own("magnitude", { who: 0, nth: 9, size: { bps: 1_000n } }),
    own("restakeLst", { other: 1 }),
    own("trim", { nth: 1 }),
    own("trimValidators", { nth: 2 }),
    own("leaveIneligible"),
    own("slash and tell", { who: 0, nth: 2 }),
    own("force", { other: 1 }),
  ],
  // validators leave, and their ETH comes into the pod
  [
    ...IN,
    own("reserve", { nth: 8, who: 0 }),
    own("queue", { nth: 9, size: { bps: 9_000n } }),
    own("exitValidators", { nth: 2 }),
    own("pod", { nth: 5 }),
    own("unwind", { nth: 0 }),
    own("trim", { other: 1, nth: 0 }),
    own("sync all"),
    own("sync all"),
    own("sync all"),
    own("delay", { who: 2 }),
    own("complete", { nth: 0 }),
    own("complete", { nth: 1 }),
  ],
  // nothing comes back as shares, nobody completes what is another's, and one withdrawal comes too soon after another
  [
    ...IN,
    own("syncOperator"),
    own("setLimits", { nth: 2 }),
    own("force", { other: 1 }),
    own("delay", { who: 2 }),
    BATCH,
    own("unwind", { nth: 7 }),
    own("unwind", { nth: 7, wait: 0n }),
    own("complete", { other: 2, nth: 7 }),
    ...[0, 1, 2].map((nth) => own("complete", { nth })),
  ],
  // the core has the operator's shares some wei short, others queue, an operator cannot be left
  [
    ...IN,
    own("operator shares", { who: 1, nth: 7 }),
    own("leaveOperator"),
    ...[0, 0, 1, 1, 1].map((nth) => own("queue together", { nth })),
    own("record", { nth: 0 }),
    own("queue", { nth: 8 }),
    own("unwind"),
    own("exitValidators", { other: 1, nth: 2 }),
    own("trim"),
  ],
  // penalties take nearly all of pods, which get no validators, and no room is made there for another's
  [
    own("restakeEth", { other: 0, nth: 3 }),
    own("sync all"),
    own("penalties", { other: 1, nth: 9, size: { bps: 9_000n } }),
    own("penalties", { other: 2, nth: 9, size: { bps: 9_000n } }),
    own("restakeEth", { other: 1, nth: 1 }),
    own("money", { size: { wei: 0n } }),
    own("reserve", { who: 0, nth: 5, size: { wei: 0n } }),
    own("reserve", { who: 1, nth: 5, size: { wei: 0n } }),
    own("setSlot", { other: 0, nth: 5, size: { bps: 200n } }),
    own("trimValidators"),
    own("penalties", { other: 1 }),
    own("trimValidators"),
    own("setSlot", { other: 0, nth: 1 }),
    own("trimValidators"),
  ],
  // no LST is left to restake, one cannot be read, exits of another are stopped, and a share is dear
  [
    own("retireStrategy", { nth: 2 }),
    own("removeStrategy", { nth: 2 }),
    own("reserve", { other: 4 }),
    own("strategy", { nth: 8 }),
    own("reserve", { who: 1, nth: 9 }),
    own("strategy", { nth: 9 }),
    own("retireStrategy", { nth: 1 }),
    own("removeStrategy", { nth: 1 }),
    own("restakeLst"),
    own("restakeEth", { nth: 2 }),
  ],
];

/** The same, and one after which every step is dear: all slots are taken. */
export const BEGINNINGS: readonly (readonly Step[])[] = [...WAYS, [own("fill the slots"), own("addSlot", { nth: 3 })]];
