import { expect } from "chai";
import fc from "fast-check";
import { equivocate, type Statement } from "../../../scripts/services/bridge.ts";
import { ethers, networkHelpers } from "../core.ts";
import { deployStaffedBridge } from "./fixture.ts";

const TRUTH = ethers.id("state");
const LIE = ethers.id("another state");

const flipBit = (bytes: string, bit: number): string => {
  const changed = ethers.getBytes(bytes);
  const at = bit % (changed.length * 8);
  changed[at >> 3]! ^= 1 << (at & 7);
  return ethers.hexlify(changed);
};

describe("Bridge: forged evidence (fuzzed)", () => {
  it("AVS-21: evidence with any part changed convicts nobody", async () => {
    const { bridge, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const change = fc.record({
      height: fc.bigInt(0n, 2n ** 64n - 1n),
      part: fc.constantFrom("first signature", "second signature", "root", "height", "operator", "key", "cut"),
      bit: fc.nat(65 * 8 - 1),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ height, part, bit }) => {
        const [first, second] = await equivocate(op1.key, domain, { operator, height }, [TRUTH, LIE]);
        await bridge.proveEquivocation.staticCall(operator, height, first, second);
        const bent = (statement: Statement, changed: Partial<Statement>): Statement => ({ ...statement, ...changed });
        const forged: Record<typeof part, Parameters<typeof bridge.proveEquivocation.staticCall>> = {
          "first signature": [operator, height, bent(first, { signature: flipBit(first.signature, bit) }), second],
          "second signature": [operator, height, first, bent(second, { signature: flipBit(second.signature, bit) })],
          root: [operator, height, first, bent(second, { root: flipBit(LIE, bit) })],
          height: [operator, height ^ (1n << BigInt(bit % 64)), first, second],
          operator: [op2.account.address, height, first, second],
          key: [operator, height, first, bent(second, { keyIndex: BigInt(bit) + 1n })],
          cut: [operator, height, first, bent(second, { signature: ethers.dataSlice(second.signature, 0, bit % 65) })],
        };
        await expect(bridge.proveEquivocation.staticCall(...forged[part])).to.be.revertedWithCustomError(
          bridge,
          "InvalidStatement",
        );
      }),
      { numRuns: 100, seed: 21 },
    );
  });
});
