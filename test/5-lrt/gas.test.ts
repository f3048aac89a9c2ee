import { expect } from "chai";
import { ETH, FOREVER, DAY, standUpVault } from "./vault.ts";

type Sent = Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>;

async function gasOf(sent: Sent): Promise<bigint> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("not mined");
  return receipt.gasUsed;
}

describe("gas of users", () => {
  it("VLT-20: deposits, transfers and exits stay within what they may cost [gas]", async () => {
    const { vault, queue, alice, bob, carol, left, right, restaker, networkHelpers, treasury } = await standUpVault();
    await vault.setFee(1000n, treasury.address);
    for (const user of [alice, bob]) await vault.connect(user).deposit(user.address, 0n, FOREVER, { value: 10n * ETH });
    await restaker.restake(left.target, 8n * ETH);
    await restaker.restake(right.target, 8n * ETH);
    await left.setAssets(8n * ETH + ETH / 100n);
    await networkHelpers.time.increase(3600n);
    await vault.syncAll();
    await right.setAssets(8n * ETH - ETH / 1000n);
    await networkHelpers.time.increase(3600n);
    await vault.syncAll();
    expect((await vault.totals()).undripped).to.be.greaterThan(0n);
    expect(await vault.rate()).to.not.equal(ETH);

    const depositBy = (user: typeof carol) => vault.connect(user).deposit(user.address, 1n, FOREVER, { value: ETH });
    const requestBy = (user: typeof carol) => queue.connect(user).request(ETH, user.address, 1n, FOREVER);
    expect(await gasOf(depositBy(carol))).to.be.at.most(68_000n);
    expect(await gasOf(depositBy(carol))).to.be.at.most(51_000n);
    expect(await gasOf(vault.connect(carol).transfer(alice.address, ETH / 10n))).to.be.at.most(34_600n);
    await requestBy(alice);
    expect(await gasOf(requestBy(bob))).to.be.at.most(115_000n);
    expect(await gasOf(requestBy(bob))).to.be.at.most(98_000n);
    expect(await gasOf(queue.connect(bob).cancel((1n << 64n) | 2n, bob.address))).to.be.at.most(70_000n);
    await networkHelpers.time.increase(DAY);
    await queue.close();
    await queue.settle();
    expect(await gasOf(queue.connect(alice).claim(1n << 64n, alice.address))).to.be.at.most(62_000n);
  });
});
