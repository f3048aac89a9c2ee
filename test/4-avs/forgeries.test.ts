import { expect } from "chai";
import fc from "fast-check";
import { blobTree, signCustody, signPromises } from "../../scripts/services/availability.ts";
import { signPrice } from "../../scripts/services/oracle.ts";
import { deployAvailability } from "./availability/fixture.ts";
import { allocate, becomeOperator, ethers, join, networkHelpers, signer } from "./core.ts";
import { deployOracle } from "./oracle/fixture.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const RUNS = { numRuns: 60, seed: 104 };

const flipBit = (bytes: string, bit: number): string => {
  const changed = ethers.getBytes(bytes);
  const at = bit % (changed.length * 8);
  changed[at >> 3]! ^= 1 << (at & 7);
  return ethers.hexlify(changed);
};

/** An operator that signs with a contract (ERC-1271), whose owner's key is `key`, with everything behind the service. */
async function staffWithWallet(core: Parameters<typeof becomeOperator>[0], avs: string, amount: bigint) {
  const [account, key] = [await signer(17), new ethers.Wallet(ethers.id("owner of a wallet"))];
  const wallet = await ethers.deployContract("FickleWallet", [key.address]);
  await becomeOperator(core, account, amount);
  await allocate(core, account, avs, WAD);
  await join(core, account, avs, await wallet.getAddress(), "contract");
  return { account, key };
}

async function deployOracleWithWallet() {
  const deployed = await deployOracle();
  const op5 = await staffWithWallet(deployed.core, deployed.avs, 10n * ETH);
  await deployed.oracle.openRound();
  return { ...deployed, op5 };
}

async function deployAvailabilityWithWallet() {
  const deployed = await deployAvailability();
  const op4 = await staffWithWallet(deployed.core, deployed.avs, 50n * ETH);
  return { ...deployed, op4 };
}

describe("Forged signatures (fuzzed)", () => {
  it("AVS-101: every honest report of a price counts, and with any part changed none does, whatever the kind of key", async () => {
    const { oracle, domain, op1, op2, op5 } = await networkHelpers.loadFixture(deployOracleWithWallet);
    const attempt = fc.record({
      signer: fc.constantFrom(op1, op5),
      priceWad: fc.bigInt(1n, 2n ** 128n - 1n),
      part: fc.constantFrom("signature", "price", "operator", "cut", "longer"),
      bit: fc.nat(519),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(attempt, async ({ signer: { account, key }, priceWad, part, bit }) => {
        const operator = account.address;
        const signature = await signPrice(key, domain, { operator, round: 1n, priceWad });
        await oracle.report.staticCall(operator, 1n, priceWad, signature);
        const other = priceWad ^ (1n << BigInt(bit % 128));
        if (part === "price" && other === 0n) return;
        const forged = {
          signature: [operator, 1n, priceWad, flipBit(signature, bit)],
          price: [operator, 1n, other, signature],
          operator: [op2.account.address, 1n, priceWad, signature],
          cut: [operator, 1n, priceWad, ethers.dataSlice(signature, 0, bit % 65)],
          longer: [operator, 1n, priceWad, `${signature}00`],
        } as const;
        await expect(oracle.report.staticCall(...forged[part])).to.be.revertedWithCustomError(oracle, "InvalidReport");
        ++refused;
      }),
      RUNS,
    );
    expect(refused).to.be.greaterThan(RUNS.numRuns / 2);
  });

  it("AVS-101: every honest promise of custody counts, and with any part changed none does, whatever the kind of key", async () => {
    const { service, domain, keptUntil, op1, op2, op4 } =
      await networkHelpers.loadFixture(deployAvailabilityWithWallet);
    const attempt = fc.record({
      forger: fc.constantFrom(op1, op4),
      chunks: fc.array(fc.uint8Array({ minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 5 }),
      part: fc.constantFrom("signature", "blob", "count", "end", "cut", "twin"),
      bit: fc.nat(519),
    });
    await fc.assert(
      fc.asyncProperty(attempt, async ({ forger, chunks, part, bit }) => {
        const { blobId, chunkCount } = blobTree(chunks.map((chunk) => ethers.hexlify(chunk)));
        const blob = { blobId, chunkCount, keptUntil };
        const signers = [op1, op2, op4].map(({ account, key }) => ({ operator: account.address, key }));
        const promises = await signPromises(signers, domain, blob);
        await service.store.staticCall(blobId, chunkCount, keptUntil, promises);
        const operator = forger.account.address;
        const honest = promises.find((promise) => promise.operator === operator)!.signature;
        const shifted = { ...blob, keptUntil: keptUntil + 1n + BigInt(bit) };
        const bent = {
          signature: flipBit(honest, bit),
          blob: await signCustody(forger.key, domain, { ...blob, operator, blobId: flipBit(blobId, bit) }),
          count: await signCustody(forger.key, domain, {
            ...blob,
            operator,
            chunkCount: chunkCount ^ (1 << (bit % 31)),
          }),
          end: await signCustody(forger.key, domain, { ...shifted, operator }),
          cut: ethers.dataSlice(honest, 0, bit % 65),
          twin: await signCustody(op2.key, domain, { ...blob, operator }),
        } as const;
        const forged = promises.map((promise) =>
          promise.operator === operator ? { operator, signature: bent[part] } : promise,
        );
        await expect(service.store.staticCall(blobId, chunkCount, keptUntil, forged))
          .to.be.revertedWithCustomError(service, "InvalidPromise")
          .withArgs(operator, blobId);
      }),
      RUNS,
    );
    expect(await service.custodyOf(ethers.ZeroHash)).to.deep.equal([0n, 0n]);
  });
});
