import fc from "fast-check";

/** What a step of a drawn sequence does. */
export const KINDS = [
  "deposit",
  "depositLst",
  "depositEth",
  "enterLst",
  "enterQueue",
  "transfer",
  "transferFrom",
  "approve",
  "request",
  "requestMany",
  "cancel",
  "close",
  "settle",
  "claim",
  "claimMany",
  "claimFor",
  "allowClaimsByOthers",
  "sweep",
  "transferTicket",
  "approveTicket",
  "setApprovalForAll",
  "exitInstantly",
  "setLimits",
  "join",
  "cooldown",
  "cancelCooldown",
  "withdraw",
  "fund",
  "sendFees",
  "payTreasury",
  "payOwed",
  "recapitalise",
  "receiveGain",
  "bookLstGain",
  "syncAll",
  "sync",
  "reportFailure",
  "holdExits",
  "restake",
  "unwind",
  "during",
  "gain",
  "loss",
  "ruin",
  "rate",
  "doubt",
  "breakOrMend",
  "age",
  "announce",
  "isHeldBack",
  "isHeldBackBy",
  "list",
  "drop",
  "windUp",
  "nameSuccessor",
  "setFee",
  "setDepositCap",
  "pauseDeposits",
  "contain",
  "addComponent",
  "removeComponent",
  "listLst",
  "unlistLst",
] as const;
type Kind = (typeof KINDS)[number];

/** What others need before they come to anything comes more often. */
const OFTEN: readonly Kind[] = [
  ...Array<Kind>(6).fill("deposit"),
  ...Array<Kind>(5).fill("request"),
  ...Array<Kind>(4).fill("close"),
  ...Array<Kind>(5).fill("settle"),
  ...Array<Kind>(4).fill("claim"),
  ...Array<Kind>(4).fill("syncAll"),
  ...Array<Kind>(2).fill("exitInstantly"),
  ...Array<Kind>(3).fill("restake"),
  ...Array<Kind>(3).fill("unwind"),
  ...Array<Kind>(2).fill("gain"),
  ...Array<Kind>(2).fill("loss"),
  "join",
  "cooldown",
  "withdraw",
  "sync",
  "sweep",
  "announce",
  "windUp",
  "ruin",
  "cancel",
  "cancelCooldown",
  "reportFailure",
  "setDepositCap",
  "contain",
  "pauseDeposits",
  "enterQueue",
  "enterLst",
  "depositLst",
];

/** How much: some wei, a part of what there is, all of it, or a wei more. */
export type Size = { readonly wei?: bigint; readonly bps?: bigint; readonly beyond?: bigint };

const size: fc.Arbitrary<Size> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ wei: fc.bigInt({ min: 0n, max: 9n }) }) },
  { weight: 4, arbitrary: fc.record({ bps: fc.bigInt({ min: 1n, max: 10_000n }) }) },
  { weight: 2, arbitrary: fc.constant({ bps: 10_000n }) },
  { weight: 1, arbitrary: fc.constant({ beyond: 1n }) },
);

/** Seconds between a step and the one before: in its block, in the next, or the clocks of the vault and a second beside them. */
const WAITS: readonly bigint[] = [0n, 0n, 12n, 12n, 3_599n, 3_600n, 21_600n, 86_399n, 86_400n, 259_200n, 604_800n];

/** A step: what it does and how its parts are chosen from what there is when it is its turn. */
export interface Drawn {
  readonly kind: Kind;
  readonly who: number;
  readonly other: number;
  readonly size: Size;
  readonly nth: number;
  readonly wait: bigint;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(...KINDS, ...OFTEN),
  who: fc.nat(3),
  other: fc.nat(7),
  size,
  nth: fc.nat(9),
  wait: fc.constantFrom(...WAITS),
});

const step = (kind: Kind, wait = 12n, who = 0, bps = 10_000n): Drawn => ({
  kind,
  who,
  other: who,
  size: { bps },
  nth: 0,
  wait,
});

const HOUR = 3_600n;
const DAY = 24n * HOUR;
/** A batch of two tickets, with idle ether for it. */
const ASKED = [
  step("deposit", 12n, 0, 3_333n),
  step("deposit", 12n, 1, 7_777n),
  step("gain", 12n, 0, 1_234n),
  step("syncAll"),
  step("request", HOUR, 0, 3_331n),
  step("request", 12n, 1, 6_173n),
  step("close", 6n * HOUR),
];

const WEEK = 7n * DAY;
/** A batch that waits, and nothing left for it. */
const DEAD = [
  step("deposit"),
  step("restake"),
  step("request", 12n, 0, 4_000n),
  step("request", 12n, 0, 4_000n),
  step("close", 6n * HOUR),
  step("ruin"),
  step("syncAll"),
];
const STAKED = [step("deposit"), step("deposit", 12n, 1), step("restake")];

/** Ways in to where chance seldom leads. */
export const BEGINNINGS: readonly (readonly Drawn[])[] = [
  [],
  [],
  [...ASKED, step("settle", HOUR)],
  [
    ...ASKED,
    step("settle", HOUR),
    step("claim"),
    step("claim", 12n, 1),
    step("sweep"),
    { ...step("recapitalise"), size: { wei: 5n } },
    { ...step("transfer"), other: 7, nth: 1 },
  ],
  [step("deposit"), step("join", 12n, 0, 5_000n), step("cooldown"), step("sendFees"), step("withdraw", 3n * DAY)],
  [...STAKED, step("request", 12n, 1), step("close", 6n * HOUR), step("unwind", 12n, 0, 2_000n), step("settle", HOUR)],
  [...DEAD, step("cancel"), step("cancel"), step("settle", HOUR)],
  [...DEAD, step("windUp"), step("settle", WEEK), step("claimMany")],
  [step("deposit"), step("restake"), step("ruin"), step("syncAll"), step("windUp", WEEK)],
  [...STAKED, step("loss"), step("sync"), step("deposit")],
  [...STAKED, step("breakOrMend"), step("reportFailure"), step("syncAll", DAY)],
  [
    step("deposit"),
    { ...step("announce"), other: 3, nth: 7 },
    step("holdExits"),
    step("exitInstantly"),
    step("deposit"),
    step("depositEth"),
  ],
  [...DEAD, step("receiveGain", 12n, 0, 1n), step("settle", WEEK), step("windUp", WEEK), step("nameSuccessor")],
  [
    step("deposit"),
    step("deposit", 12n, 1),
    { ...step("exitInstantly", 12n, 0, 100n), nth: 9 },
    { ...step("exitInstantly"), nth: 5 },
    { ...step("exitInstantly"), nth: 5 },
  ],
  [step("join"), step("cooldown"), step("withdraw"), step("cancelCooldown"), { ...step("during"), nth: 2 }],
  [
    step("deposit"),
    step("request"),
    { ...step("transferTicket", 12n, 1), other: 0, nth: 8 },
    step("drop"),
    { ...step("list"), other: 1 },
  ],
  [
    step("deposit"),
    step("sendFees"),
    step("payTreasury"),
    { ...step("addComponent"), nth: 7 },
    step("restake"),
    { ...step("removeComponent"), nth: 7 },
    step("request", 12n, 0, 3_000n),
    step("close", 6n * HOUR),
    step("settle"),
    step("close"),
    { ...step("contain"), nth: 1 },
    step("request"),
    { ...step("age", DAY), nth: 9 },
    step("syncAll"),
    step("deposit"),
  ],
];

/** Sequences of at most twice so many steps, and of so many on the whole. */
export const sequences = (steps: number): fc.Arbitrary<Drawn[]> =>
  fc
    .tuple(fc.nat(BEGINNINGS.length - 1), fc.array(drawn, { minLength: 1, maxLength: 2 * steps - 8, size: "max" }))
    .map(([beginning, rest]) => [...(BEGINNINGS[beginning] as readonly Drawn[]), ...rest]);
