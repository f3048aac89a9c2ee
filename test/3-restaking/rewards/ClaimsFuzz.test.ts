import { expect } from "chai";
import { dataLength, dataSlice, getAddress, getBytes, hexlify, toBeHex } from "ethers";
import fc from "fast-check";
import { distribution, type EarnerEarnings } from "../../../scripts/rewards/merkle.ts";
import type { RewardsMerkleClaimStruct } from "../../../typechain-types/contracts/3-restaking/interfaces/IRewardsCoordinator.ts";
import { earnings } from "./arbitraries.ts";
import { CONFIG, deployRewards, networkHelpers, START } from "./fixture.ts";

/** Flips one bit of a hex string; leaves an empty one alone. */
function flip(hex: string, bit: number): string {
  const bytes = getBytes(hex);
  if (bytes.length === 0) return hex;
  const at = bit % (8 * bytes.length);
  const index = at >> 3;
  bytes[index] = (bytes[index] as number) ^ (1 << (at & 7));
  return hexlify(bytes);
}

type Mutation = (claim: RewardsMerkleClaimStruct, n: number) => RewardsMerkleClaimStruct;

const replaceAt = <T>(items: T[], n: number, change: (item: T) => T) =>
  items.map((item, i) => (i === n % items.length ? change(item) : item));

/** Every way to change one part of a claim; those that change nothing are dropped by the property. */
const MUTATIONS: Record<string, Mutation> = {
  "a bit of the earner's proof": (claim, n) => ({
    ...claim,
    earnerTreeProof: flip(claim.earnerTreeProof as string, n),
  }),
  "the earner's proof cut": (claim) => ({ ...claim, earnerTreeProof: cut(claim.earnerTreeProof as string) }),
  "the earner's proof grown": (claim) => ({ ...claim, earnerTreeProof: `${claim.earnerTreeProof}${"00".repeat(32)}` }),
  "the earner's index": (claim, n) => ({ ...claim, earnerIndex: Number(claim.earnerIndex) ^ (1 << (n % 5)) }),
  "a bit of the earner": (claim, n) => ({
    ...claim,
    earnerLeaf: { ...claim.earnerLeaf, earner: getAddress(flip((claim.earnerLeaf.earner as string).toLowerCase(), n)) },
  }),
  "a bit of the token root": (claim, n) => ({
    ...claim,
    earnerLeaf: { ...claim.earnerLeaf, earnerTokenRoot: flip(claim.earnerLeaf.earnerTokenRoot as string, n) },
  }),
  "a bit of a token's proof": (claim, n) => ({
    ...claim,
    tokenTreeProofs: replaceAt(claim.tokenTreeProofs, n, (proof) => flip(proof as string, n)),
  }),
  "a token's proof cut": (claim, n) => ({
    ...claim,
    tokenTreeProofs: replaceAt(claim.tokenTreeProofs, n, (proof) => cut(proof as string)),
  }),
  "a token's index": (claim, n) => ({
    ...claim,
    tokenIndices: replaceAt(claim.tokenIndices, n, (index) => Number(index) ^ (1 << (n % 4))),
  }),
  "a bit of the earnings": (claim, n) => ({
    ...claim,
    tokenLeaves: replaceAt(claim.tokenLeaves, n, (leaf) => ({
      ...leaf,
      cumulativeEarnings: BigInt(leaf.cumulativeEarnings) ^ (1n << BigInt(n % 256)),
    })),
  }),
  "a bit of the token": (claim, n) => ({
    ...claim,
    tokenLeaves: replaceAt(claim.tokenLeaves, n, (leaf) => ({
      ...leaf,
      token: getAddress(flip((leaf.token as string).toLowerCase(), n)),
    })),
  }),
  "a token leaf in the earner's place": (claim) => {
    const [leaf] = claim.tokenLeaves;
    const asEarner = { earner: leaf?.token ?? "", earnerTokenRoot: toBeHex(leaf?.cumulativeEarnings ?? 0, 32) };
    return { ...claim, earnerLeaf: asEarner };
  },
};

function cut(proof: string): string {
  return dataLength(proof) === 0 ? proof : dataSlice(proof, 0, dataLength(proof) - 32);
}

const same = (left: unknown, right: unknown) =>
  JSON.stringify(left, (_, value) => (typeof value === "bigint" ? value.toString() : value)) ===
  JSON.stringify(right, (_, value) => (typeof value === "bigint" ? value.toString() : value));

describe("Claims, honest and forged", () => {
  it("RST-50: every honest claim passes, every claim with one part changed is refused", async () => {
    const { coordinator, updater } = await networkHelpers.loadFixture(deployRewards);
    let roots = 0;
    let forged = 0;
    await fc.assert(
      fc.asyncProperty(earnings, fc.nat({ max: 10_000 }), async (some, n) => {
        const { root, earners, claim } = distribution(some);
        await coordinator.connect(updater).submitRoot(root, START + roots);
        await networkHelpers.time.increase(CONFIG.activationDelay);
        const rootIndex = roots++;
        for (const { earner } of earners) {
          expect(await coordinator.checkClaim(claim(rootIndex, earner))).to.equal(true);
        }
        const honest = claim(rootIndex, (earners[n % earners.length] as EarnerEarnings).earner);
        for (const [name, mutate] of Object.entries(MUTATIONS)) {
          const claimed = mutate(honest, n);
          if (same(claimed, honest)) continue;
          forged++;
          const refused = await coordinator.checkClaim(claimed).then(
            () => false,
            () => true,
          );
          expect(refused, name).to.equal(true);
        }
      }),
      { numRuns: 40, seed: 3 },
    );
    expect(forged).to.be.greaterThan(400);
  });
});
