import fc from "fast-check";

/** What a step of a drawn sequence does. */
export const KINDS = [
  "join",
  "leave",
  "allocate",
  "setAllocationDelay",
  "queue",
  "deposit",
  "pause",
  "unpause",
  "name registrar",
  "createSet",
  "admit",
  "eject",
  "setSigningKey",
  "hook in",
  "hook out",
  "fund by operator",
  "fund by unique stake",
  "fund by total stake",
  "setRewardsClaimer",
  "addObserver",
  "removeObserver",
  "request",
  "request at once",
  "veto",
  "execute",
  "clear",
  "relay",
  "witness",
  "prove",
  "punish",
  "revoke",
  "pay",
  "deny",
  "openRound",
  "report",
  "settle",
  "prove deviation",
  "punish deviation",
  "borrow",
  "repayAll",
  "store",
  "challenge",
  "answer",
  "conclude",
  "punish silence",
  "withdraw",
  "deposit to ledger",
  "post",
  "takeOut",
] as const;
export type Kind = (typeof KINDS)[number];

/** What others need before they come to anything comes more often. */
const OFTEN: readonly Kind[] = [
  ...Array<Kind>(5).fill("request"),
  ...Array<Kind>(3).fill("execute"),
  ...Array<Kind>(3).fill("relay"),
  ...Array<Kind>(3).fill("prove"),
  ...Array<Kind>(6).fill("report"),
  ...Array<Kind>(3).fill("openRound"),
  ...Array<Kind>(3).fill("settle"),
  ...Array<Kind>(3).fill("prove deviation"),
  ...Array<Kind>(3).fill("store"),
  ...Array<Kind>(4).fill("challenge"),
  ...Array<Kind>(2).fill("answer"),
  ...Array<Kind>(2).fill("conclude"),
  ...Array<Kind>(2).fill("punish silence"),
  ...Array<Kind>(2).fill("join"),
  ...Array<Kind>(2).fill("allocate"),
  ...(["clear", "clear", "veto", "punish", "pay", "revoke", "unpause", "unpause", "leave", "queue"] as const),
];

/** A step: what it does and how its parts are chosen from what there is when it is its turn. */
export interface Drawn {
  readonly kind: Kind;
  readonly who: number;
  readonly other: number;
  readonly bps: bigint;
  readonly nth: number;
  readonly wait: readonly [blocks: bigint, seconds: bigint];
}

/** In the block after, in its second or not; blocks as they come, too fast and too slow; beyond each of the windows. */
const WAITS: readonly Drawn["wait"][] = [
  [0n, 0n],
  [0n, 0n],
  [0n, 12n],
  [0n, 12n],
  [4n, 60n],
  [4n, 59n],
  [9n, 120n],
  [10n, 0n],
  [0n, 100n],
  [19n, 240n],
  [20n, 12n],
  [24n, 600n],
  [0n, 170n],
];

const drawn: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(...KINDS, ...OFTEN),
  who: fc.nat(3),
  other: fc.nat(5),
  bps: fc.oneof(fc.constantFrom(0n, 10_000n), fc.bigInt({ min: 1n, max: 9_999n })),
  nth: fc.nat(9),
  wait: fc.constantFrom(...WAITS),
});

const step = (kind: Kind, given: Partial<Drawn> = {}): Drawn => ({
  ...{ kind, who: 0, other: 0, bps: 5_000n, nth: 0, wait: [0n, 12n] as const },
  ...given,
});
const many = (count: number, of: (nth: number) => Drawn): Drawn[] => Array.from({ length: count }, (_, nth) => of(nth));

const LATER = [4n, 60n] as const;
/** What anybody may try, once. */
const TRIED: readonly Drawn[] = [
  ...[0, 4, 8, 7].map((nth) => step("hook in", { nth })),
  step("hook out"),
  step("name registrar"),
  step("fund by operator"),
  step("fund by unique stake", { nth: 1 }),
  step("fund by total stake"),
  step("fund by total stake", { nth: 9 }),
  step("setRewardsClaimer"),
  ...[0, 0, 5].map((nth) => step("removeObserver", { nth })),
  step("removeObserver", { bps: 0n }),
  step("request at once"),
  step("request at once", { nth: 5 }),
];
/** What must not be, of the bridge and of announcements. */
const REFUSED: readonly Drawn[] = [
  ...[9, 5, 6, 7].map((nth) => step("relay", { nth })),
  step("pay"),
  step("setSigningKey", { nth: 8 }),
  step("join", { who: 3, nth: 1 }),
  step("eject"),
  step("veto"),
  step("witness", { other: 1 }),
  step("prove", { nth: 7 }),
  step("prove"),
  step("prove"),
  step("request"),
  step("veto", { wait: [4n, 60n] }),
  step("execute", { wait: [0n, 240n] }),
  step("allocate", { who: 3, bps: 10_000n }),
  step("join", { who: 3 }),
];

/** Everybody reports: the last of them, the lightest, much. */
const ROUND: readonly Drawn[] = [
  step("openRound"),
  ...many(3, (who) => step("report", { who, nth: who === 2 ? 5 : who, wait: [0n, 0n] })),
];
const SOON = [3n, 48n] as const;
const KEPT = [step("store", { nth: 1 }), step("deposit to ledger"), step("post")];

/** Ways in to where chance seldom leads. */
export const BEGINNINGS: readonly (readonly Drawn[])[] = [
  [],
  [],
  TRIED,
  REFUSED,
  [step("relay"), step("revoke"), step("revoke", { nth: 9 }), step("request"), step("veto", { nth: 9 }), step("veto")],
  [
    ...many(3, (nth) => step("prove", { other: nth })),
    step("punish", { other: 2 }),
    step("punish", { other: 2, wait: [24n, 600n] }),
  ],
  [step("relay"), step("prove"), step("revoke"), step("prove", { who: 1 }), step("revoke"), step("relay")],
  [step("relay"), step("pay"), step("pay", { wait: [9n, 120n] }), step("pay"), step("pay", { nth: 9 })],
  [
    ...many(9, (nth) => step("request", { nth, bps: 100n, wait: [0n, 1n] })),
    step("execute"),
    step("execute", { wait: LATER }),
    step("clear", { nth: 1 }),
    step("clear", { nth: 1, wait: [0n, 170n] }),
    ...many(3, () => step("request", { nth: 9 })),
  ],
  many(10, (nth) => step("addObserver", { nth, other: 1 })),
  [
    ...ROUND,
    step("report", { nth: 1 }),
    step("settle"),
    step("openRound"),
    step("settle", { wait: SOON }),
    step("settle"),
    ...[0, 1, 2].map((who) => step("prove deviation", { who, nth: who })),
    step("prove deviation", { who: 2, nth: 2 }),
    step("borrow"),
    step("borrow", { bps: 10_000n }),
    step("borrow", { bps: 10_000n, nth: 1 }),
    step("repayAll"),
    step("execute", { other: 1, wait: LATER }),
    step("borrow", { wait: [9n, 120n] }),
  ],
  [
    ...ROUND,
    step("report", { nth: 9, who: 3 }),
    step("report", { nth: 8, who: 3 }),
    ...[8, 9, 7, 0].map((nth) => step("settle", { nth, wait: SOON })),
    step("prove deviation", { nth: 9 }),
    step("pause"),
    step("prove deviation", { nth: 3, who: 3 }),
    step("leave", { who: 2, other: 4 }),
    step("prove deviation", { who: 2, wait: [19n, 100n] }),
    step("punish deviation", { who: 2 }),
  ],
  [
    step("openRound"),
    step("settle", { wait: SOON }),
    step("prove deviation"),
    step("openRound"),
    step("report"),
    step("settle", { wait: SOON }),
  ],
  [
    ...KEPT,
    ...many(3, () => step("takeOut")),
    ...[1, 2, 3].map((nth) => step("takeOut", { nth })),
    ...[0, 2, 0, 9].map((nth) => step("challenge", { nth })),
    step("answer", { nth: 9 }),
    step("answer"),
    step("withdraw"),
    step("withdraw", { nth: 3 }),
    step("challenge", { nth: 1, who: 1 }),
    step("conclude"),
    step("answer", { wait: LATER }),
    step("conclude"),
    step("punish silence"),
    step("punish silence"),
    step("store", { nth: 1 }),
    step("store", { nth: 4 }),
  ],
  [
    step("store", { nth: 2 }),
    step("store", { nth: 2 }),
    ...[3, 5, 6, 7, 8, 9].map((nth) => step("store", { nth, other: nth === 3 ? 0 : 2 })),
    ...many(6, (nth) => step("challenge", { nth: nth % 2, other: 1, who: Math.floor(nth / 2) })),
    step("answer"),
    step("leave", { other: 5 }),
    step("challenge", { wait: [16n, 60n] }),
    step("challenge", { who: 3, wait: [0n, 170n] }),
    step("post", { nth: 9 }),
    step("post", { other: 1 }),
  ],
  [
    ...many(4, (other) => step("store", { nth: 2, other })),
    ...many(9, (nth) => step("challenge", { nth: nth % 2, other: Math.floor(nth / 2) % 4, wait: [0n, 1n] })),
    step("allocate", { other: 5, bps: 0n, who: 1 }),
    step("challenge", { who: 1, wait: [17n, 60n] }),
    step("conclude", { wait: LATER }),
    step("punish silence"),
  ],
  [
    ...ROUND,
    step("settle", { wait: SOON }),
    step("prove deviation", { who: 2 }),
    ...ROUND,
    step("settle", { wait: SOON }),
    step("prove deviation", { who: 2 }),
    step("punish deviation", { who: 2, wait: [19n, 600n] }),
  ],
  [step("report"), ...ROUND.slice(0, 3), step("settle", { wait: SOON }), step("prove deviation", { who: 2 })],
  [
    step("store", { nth: 0 }),
    step("store", { nth: 1, other: 1 }),
    step("challenge"),
    step("challenge", { other: 1 }),
    step("answer"),
  ],
  many(9, (nth) => step("createSet", { nth: nth + 1 })),
  many(3, (nth) => step("request", { nth, bps: 10_000n })),
  [step("leave"), step("request", { wait: [19n, 240n], who: 0 }), step("request", { who: 1 }), step("veto")],
  [
    step("allocate", { other: 1, bps: 0n, nth: 4 }),
    step("request", { wait: [15n, 180n] }),
    step("request", { nth: 1, wait: [9n, 120n] }),
    step("eject", { other: 1 }),
    step("request", { nth: 2, wait: [0n, 0n] }),
  ],
  [
    step("setSigningKey", { nth: 6 }),
    step("relay"),
    step("witness"),
    step("deny", { bps: 10_000n }),
    step("prove", { nth: 1 }),
    step("deny", { bps: 0n }),
    step("prove", { nth: 1 }),
    step("relay", { other: 0, nth: 1 }),
  ],
  [
    step("createSet"),
    step("join", { other: 3 }),
    step("allocate", { other: 2, bps: 5_000n }),
    step("admit", { other: 2, bps: 1n }),
    step("join", { other: 3 }),
  ],
  [
    ...[0, 1].map((who) => step("setAllocationDelay", { who, nth: 5 })),
    step("allocate", { other: 1, bps: 1_000n, wait: [16n, 192n] }),
    step("queue", { bps: 3_000n }),
    step("setAllocationDelay", { nth: 1 }),
    step("allocate", { other: 4, bps: 4_000n }),
    step("deposit", { wait: [10n, 120n] }),
    step("deposit", { wait: [7n, 84n] }),
  ],
  [step("pause"), step("prove"), step("unpause"), step("punish"), step("punish")],
  [
    step("leave", { who: 2, bps: 0n }),
    step("allocate", { who: 3, bps: 10_000n }),
    step("join", { who: 3 }),
    step("join", { who: 2 }),
  ],
  [
    step("request", { bps: 9_000n }),
    step("request", { nth: 1, bps: 9_000n }),
    step("execute", { wait: LATER }),
    step("execute"),
  ],
];

/** Sequences of at most twice so many steps, and of so many on the whole. */
export const sequences = (steps: number): fc.Arbitrary<Drawn[]> =>
  fc
    .tuple(fc.nat(BEGINNINGS.length - 1), fc.array(drawn, { minLength: 1, maxLength: 2 * steps - 8, size: "max" }))
    .map(([beginning, rest]) => [...(BEGINNINGS[beginning] as readonly Drawn[]), ...rest]);
