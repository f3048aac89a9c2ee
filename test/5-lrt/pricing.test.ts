import { expect } from "chai";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

type Rule = "ExposedRule" | "CappedRule" | "LossOnlyRule";

/** One story under a rule: alice queues 10 of 20 ETH, then a gain of a tenth, a loss of a tenth, a gain of a tenth. */
async function playedUnder(rule: Rule, changes: readonly bigint[]): Promise<{ s: Standing; paid: bigint }> {
  const s = await standUpVault(rule);
  for (const user of [s.alice, s.bob]) {
    await s.vault.connect(user).deposit(user.address, 0n, FOREVER, { value: 10n * ETH });
  }
  await s.restaker.restake(s.left.target, 20n * ETH);
  await s.queue.connect(s.alice).request(10n * ETH, s.alice.address, 0n, FOREVER);
  await s.networkHelpers.time.increase(DAY);
  await s.queue.close();
  for (const percent of changes) {
    await s.left.setAssets(((await s.left.assets()) * (100n + percent)) / 100n);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
  }
  await s.restaker.unwind(s.left, await s.left.assets(), 0n, 0n);
  await s.queue.settle();
  return { s, paid: await s.queue.claimableOf(1n << 64n) };
}

const NEAR = 10n ** 10n;

describe("pricing rules", () => {
  const cases = [
    { rule: "ExposedRule", changes: [10n, -10n], paid: (990n * ETH) / 100n },
    { rule: "ExposedRule", changes: [10n], paid: 11n * ETH },
    { rule: "CappedRule", changes: [10n], paid: 10n * ETH },
    { rule: "CappedRule", changes: [-10n], paid: 9n * ETH },
    { rule: "CappedRule", changes: [-10n, 10n], paid: (990n * ETH) / 100n },
    { rule: "LossOnlyRule", changes: [10n], paid: 10n * ETH },
    { rule: "LossOnlyRule", changes: [10n, -10n], paid: 9n * ETH },
    { rule: "LossOnlyRule", changes: [-10n, 10n], paid: 9n * ETH },
  ] as const;
  for (const { rule, changes, paid: expected } of cases) {
    it(`QUE-10: ${rule} after ${changes.join(" %, ")} % pays what it says`, async () => {
      const { s, paid } = await playedUnder(rule, changes);
      expect(paid).to.be.within(expected - NEAR, expected + NEAR);
      await expectBalanced(s);
    });
  }

  it("QUE-11: what a rule withholds enters U, so its settlement moves no exit rate", async () => {
    const { s } = await playedUnder("CappedRule", [10n]);
    const t = await s.vault.totals();
    expect(t.lockedProfit).to.be.within(ETH - NEAR, ETH + NEAR);
    expect(await s.vault.rate()).to.be.within((11n * ETH) / 10n - NEAR, (11n * ETH) / 10n + NEAR);
  });

  it("QUE-10: rules are told apart by name, and a loss of everything under loss-only pays nothing", async () => {
    const { ethers } = await standUpVault();
    const names = [];
    const rules = [
      await ethers.deployContract("ExposedRule"),
      await ethers.deployContract("CappedRule"),
      await ethers.deployContract("LossOnlyRule"),
    ];
    for (const rule of rules) names.push(await rule.name());
    expect(names).to.deep.equal(["exposed", "capped", "loss-only"]);
    const lossOnly = await ethers.deployContract("LossOnlyRule");
    const gone = { rateRay: 1n, lossFactorRay: 0n };
    expect(await lossOnly.payout(ETH, ETH, gone, gone)).to.equal(0n);
  });
});
