import fc from "fast-check";

/** What a step of a drawn sequence does. */
export const KINDS = [
  "join",
  "leave",
  "allocate",
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
] as const;
export type Kind = (typeof KINDS)[number];

/** What others need before they come to anything comes more often. */
const OFTEN: readonly Kind[] = [
  ...Array<Kind>(5).fill("request"),
  ...Array<Kind>(3).fill("execute"),
  ...Array<Kind>(3).fill("relay"),
  ...Array<Kind>(3).fill("prove"),
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
  other: fc.nat(3),
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
/** Ways in to where chance seldom leads. */
export const BEGINNINGS: readonly (readonly Drawn[])[] = [
  [],
  [],
  TRIED,
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
