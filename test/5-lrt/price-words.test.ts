import { expect } from "chai";
import { standUpLadder } from "./ladder.ts";
import { FOREVER, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

type Vault = Awaited<ReturnType<typeof standUpVault>>["vault"];

const BOOKS = 4;
const ENTRIES_AT = 5;
const LOSSES = 3;

/** Components and records as the words of a price hold them. */
async function entriesOf(vault: Vault): Promise<{ component: string; record: bigint }[]> {
  return (await vault.priceWords()).slice(ENTRIES_AT).map((word) => ({
    component: `0x${(word % 2n ** 160n).toString(16).padStart(40, "0")}`,
    record: BigInt.asIntN(96, word >> 160n),
  }));
}

/** The same, asked one by one. */
async function entriesByComponent(vault: Vault): Promise<{ component: string; record: bigint }[]> {
  const all = [];
  for (const component of await vault.components())
    all.push({ component: component.toLowerCase(), record: await vault.recordOf(component) });
  return all;
}

describe("the words of a price", () => {
  it("VLT-50, VLT-17: each component stands in them with its record, after it came and after another left", async () => {
    const { vault, settings, restaker, left, right, alice, ethers } = await standUpVault();
    const expectEntries = async (...components: { target: unknown }[]) => {
      const entries = await entriesOf(vault);
      expect(entries).to.deep.equal(await entriesByComponent(vault));
      expect(entries.map(({ component }) => component)).to.deep.equal(
        components.map(({ target }) => String(target).toLowerCase()),
      );
    };
    await expectEntries(left, right);
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 40n * ETH });
    await restaker.restake(left, 7n * ETH);
    await restaker.restake(right, 9n * ETH);
    const more = await ethers.deployContract("ComponentMock");
    await settings.addComponent(more);
    await expectEntries(left, right, more);
    // what leaves by a move more than was booked is a record below zero
    await alice.sendTransaction({ to: right, value: 3n * ETH });
    await restaker.unwind(right, 10n * ETH, 0n, 0n);
    expect((await entriesOf(vault))[1]!.record).to.equal(-ETH);
    await left.setAssets(0n);
    await vault.syncAll();
    await settings.removeComponent(left);
    // the last takes the place of the one that left, and nothing stands behind it
    await expectEntries(more, right);
    await settings.removeComponent(more);
    await expectEntries(right);
  });

  it("VLT-50: the books stand in them as in `accountingWords`, their losses only while one is pending, and the supply", async () => {
    const { vault, restaker, left, alice } = await standUpVault();
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 40n * ETH });
    await restaker.restake(left, 20n * ETH);
    const check = async (isPending: boolean) => {
      const [words, books] = [await vault.priceWords(), [...(await vault.accountingWords())]];
      if (!isPending) books[LOSSES] = 0n;
      expect(words.slice(0, BOOKS)).to.deep.equal(books);
      expect(words[BOOKS]).to.equal(await vault.totalSupply());
    };
    await check(false);
    await left.setAssets(19n * ETH);
    await vault.sync(left);
    await check(true);
    await vault.syncAll();
    await check(false);
  });

  it("VLT-50, OPS-04: what a component is worth in one word is the sum of its parts, in the core and on its way out", async () => {
    const l = await standUpLadder();
    const { vault, alice, bob } = l;
    const check = async () => {
      for (const at of await vault.components()) {
        const component = await l.ethers.getContractAt("IComponent", at);
        const { list, asOf, inDoubt } = await component.positions();
        const sum = list.reduce((all, { assets }) => all + assets, 0n);
        expect([...(await component.worth())]).to.deep.equal([sum, asOf, inDoubt]);
        expect(await component.value()).to.equal(sum);
      }
    };
    await vault.connect(alice).depositLst(l.lst, await l.giveLst(alice, 100n * ETH), alice, 0n, FOREVER);
    await check();
    await l.restaker.restakeLst(0n, l.lst);
    await l.restaker.restakeLst(1n, l.lst);
    await check();
    // a validator, not proven yet and then proven
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 64n * ETH });
    const keys = await l.registerKeys(0n, 1);
    await l.restaker.restakeEth(0n, 1n);
    await check();
    await l.advanceEpochs(20n);
    await l.verifyKeys(0n, keys);
    await check();
    await l.delegation.connect(l.opOne).undelegate((await l.restaker.slotAt(0n)).delegator);
    await l.secure(bob, l.opTwo, [String(l.strategy.target)]);
    await l.slash(bob, l.opTwo, [String(l.strategy.target)], ETH / 5n);
    await check();
  });
});
