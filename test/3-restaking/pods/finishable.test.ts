import { expect } from "chai";
import { ZeroHash } from "ethers";
import fc from "fast-check";
import { pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { credentialsArguments, multiproofArguments, staleArguments } from "../../../scripts/beacon/proofs/calldata.ts";
import { writeRoot } from "../../../scripts/beacon/state/roots.ts";
import type { RootedBlock } from "../../../scripts/beacon/state/parent-roots.ts";
import { ETH_IN_GWEI, GWEI } from "../../../scripts/lib/units.ts";
import { hashOf } from "./pod.ts";
import { type Coming, deployProvenPod } from "./provenPod.ts";

/** Longer than EIP-4788 keeps a root. */
const LONG = 250_000n;
const SETUP = 13_000n;

/** What a call may be refused by; anything else is a fault. */
const REFUSALS = new Set([
  "AlreadySlashed",
  "BeaconTimestampBeforeLatestCheckpoint",
  "BeaconTimestampTooFarInPast",
  "CheckpointAlreadyActive",
  "CredentialsAlreadyVerified",
  "EmptyRoot",
  "ForkUnknown",
  "InvalidEIP4788Response",
  "InvalidProof",
  "NoActiveCheckpoint",
  "NotAtStake",
  "TimestampOutOfRange",
  "ValidatorIsExitingBeaconChain",
  "ValidatorNotActiveInPod",
  "ValidatorNotSlashedOnBeaconChain",
]);

const ACTS = [
  ...(["start", "start", "stale", "enter", "prove one", "prove two together", "prove another block"] as const),
  ...(["slash", "lose", "lose all", "leave", "sweep", "send ether"] as const),
  ...(["switch", "consolidate", "consolidate"] as const),
] as const;

const step = fc.record({
  act: fc.constantFrom(...ACTS),
  validator: fc.nat(2),
  /** Until the block in which it happens; none comes in between. */
  seconds: fc.oneof(fc.bigInt({ min: 1n, max: 2_000n }), fc.bigInt({ min: 90_000n, max: LONG })),
  root: fc.constantFrom("the parent's", "the parent's", "the parent's", "none", "zero"),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const forks = fc.constantFrom<Coming>(
  {},
  { gloasIn: 1n },
  { gloasIn: SETUP + 2_000n },
  { gloasIn: SETUP + LONG },
  { gloasIn: SETUP + 2_000n, unknownIn: SETUP + LONG },
  { unknownIn: SETUP + 4_000n },
);

/** Two validators in a pod, one of them compounding, and a third that may enter it; alice owns it, bob is anybody. */
async function deployThree(coming: Coming) {
  const world = await deployProvenPod(coming);
  const { pod, chain, authority, alice, bob, provider, roots, rooted, balances, validator, networkHelpers, now } =
    world;
  const known: (readonly [number, bigint])[] = [];
  for (const number of [1, 2, 3])
    known.push([number, await validator(number, { restaked: number < 3, type: number === 2 ? 2 : 1 })]);
  /** By their time: what a checkpoint of that block is proven against. */
  const blocks = new Map<bigint, RootedBlock>();
  let latest = await rooted();

  const acts: Readonly<Record<Step["act"], (one: readonly [number, bigint]) => Promise<unknown>>> = {
    start: async () => pod.startCheckpoint(false),
    stale: async ([, index]) => pod.connect(bob).verifyStaleBalance(...staleArguments(latest, latest.timestamp, index)),
    enter: async ([, index]) =>
      pod.verifyWithdrawalCredentials(...credentialsArguments(latest, latest.timestamp, [index])),
    "prove one": async (one) =>
      pod.connect(bob).verifyCheckpointProofs(...balances((await openBlock()) ?? latest, one)),
    "prove two together": async () => {
      const two = known.slice(0, 2).map(([number, index]) => ({ index, pubkeyHash: hashOf(number) }));
      return pod.connect(bob).verifyCheckpointMultiproof(...multiproofArguments((await openBlock()) ?? latest, two));
    },
    "prove another block": async (one) => pod.connect(bob).verifyCheckpointProofs(...balances(latest, one)),
    slash: async ([, index]) => chain.connect(authority).reportSlashing(index),
    lose: async ([, index]) => chain.connect(authority).reportPenalty(index, ETH_IN_GWEI),
    "lose all": async ([, index]) => chain.connect(authority).reportPenalty(index, 100n * ETH_IN_GWEI),
    leave: async ([number]) =>
      pod.requestWithdrawal([{ pubkey: pubkeyOf("test", number), amountGwei: 0n }], { value: 1n }),
    switch: async ([number]) => pod.requestConsolidation([into(number, number)], { value: 1n }),
    consolidate: async ([number]) => pod.requestConsolidation([into(number, (number % 3) + 1)], { value: 1n }),
    sweep: async ([, index]) => chain.sweep(index),
    "send ether": async () => bob.sendTransaction({ to: pod, value: GWEI }),
  };

  async function openBlock(): Promise<RootedBlock | undefined> {
    return blocks.get(await pod.currentCheckpointTimestamp());
  }

  async function refusalOf(send: () => Promise<unknown>): Promise<string | undefined> {
    try {
      await send();
      return undefined;
    } catch (error) {
      const { data = "0x" } = error as { data?: string };
      return (pod.interface.parseError(data) ?? chain.interface.parseError(data))?.name ?? String(error);
    }
  }

  return {
    alice,
    /** Plays one step in a block of its own. @returns the refusal, if it is one */
    async play({ act, validator: which, seconds, root }: Step): Promise<string | undefined> {
      const time = (await now()) + seconds;
      const block = root === "the parent's" ? await roots.next(time) : undefined;
      if (block === undefined) await networkHelpers.time.setNextBlockTimestamp(time);
      if (root === "zero") await writeRoot(provider, time, ZeroHash);
      const refusal = await refusalOf(async () => acts[act](known[which]!));
      if (refusal === undefined && block !== undefined) {
        blocks.set(time, block);
        latest = block;
      }
      return refusal;
    },
    /** Anybody ends the checkpoint that is open. @returns whether one was, and of which fork */
    async finish(): Promise<string | undefined> {
      const opened = await pod.currentCheckpointTimestamp();
      if (opened === 0n) return undefined;
      const block = blocks.get(opened);
      expect(block, "a checkpoint of a block that has a root").not.to.equal(undefined);
      await pod.connect(bob).verifyCheckpointProofs(...balances(block!, ...known));
      expect(await pod.currentCheckpointTimestamp(), "still open").to.equal(0n);
      return block!.fork;
    },
  };
}

const into = (source: number, target: number) => ({
  srcPubkey: pubkeyOf("test", source),
  targetPubkey: pubkeyOf("test", target),
});

const begin = (seconds: bigint): Step => ({ act: "start", validator: 0, seconds, root: "the parent's" });

const leftOpen = (isGloas: boolean): [Coming, Step[]] => [isGloas ? { gloasIn: 1n } : {}, [begin(12n)]];

describe("3-restaking: checkpoints can be finished", () => {
  it("RST-137: whatever anybody does, an open checkpoint is ended by proofs of its root", async () => {
    const finished = new Set<string>();
    await fc.assert(
      fc.asyncProperty(forks, fc.array(step, { minLength: 3, maxLength: 9 }), async (coming, steps) => {
        const world = await deployThree(coming);
        for (const one of steps) {
          const refusal = await world.play(one);
          if (refusal !== undefined) expect(REFUSALS, one.act).to.include(refusal);
        }
        const fork = await world.finish();
        if (fork !== undefined) finished.add(fork);
      }),
      // the first two leave one open, of either fork
      { numRuns: 16, examples: [leftOpen(false), leftOpen(true)] },
    );
    expect([...finished].toSorted(), "checkpoints were open").to.deep.equal(["electra", "gloas"]);
  });

  it("RST-137: where a fork's first blocks are missing for longer than roots are kept, the parent's proofs end the checkpoint", async () => {
    const world = await deployThree({ gloasIn: SETUP + 2_000n });
    expect(await world.play(begin(LONG))).to.equal(undefined);
    expect(await world.finish()).to.equal("electra");
    expect(await world.play(begin(12n))).to.equal(undefined);
    expect(await world.finish()).to.equal("gloas");
  });

  it("RST-137: no checkpoint begins without a root, on a root of zero, or on one whose shape is not known", async () => {
    const world = await deployThree({ unknownIn: SETUP + 4_000n });
    for (const [root, error] of [
      ["none", "InvalidEIP4788Response"],
      ["zero", "EmptyRoot"],
    ] as const) {
      expect(await world.play({ ...begin(12n), root })).to.equal(error);
    }
    expect(await world.play(begin(LONG))).to.equal("ForkUnknown");
    expect(await world.finish()).to.equal(undefined);
  });
});
