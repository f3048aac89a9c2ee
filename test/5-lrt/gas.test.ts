import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { GROWTH_OPERATIONS, measureGrowth, unequal } from "../../scripts/bench/growth/growth.ts";
import { gasOnPage, limitCells } from "../../scripts/bench/growth/page.ts";
import { measure } from "../../scripts/bench/measure.ts";
import { rowLine, verdict, verdictLines } from "../../scripts/bench/report.ts";
import type { GasRow, Rung } from "../../scripts/bench/row.ts";
import { vaultFacts, vaultRung } from "../../scripts/bench/vault/rung.ts";
import { FOREVER, DAY, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

type Sent = Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>;

async function gasOf(sent: Sent): Promise<bigint> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("not mined");
  return receipt.gasUsed;
}

/** The limit of a row of the benchmark. */
function limitOf(id: string): number {
  const limit = vaultFacts().find((row) => row.id === id)?.limit;
  if (limit === undefined) throw new Error(`${id} has no limit`);
  return limit;
}

describe("gas of users", () => {
  it("VLT-20: deposits, transfers and exits stay within what they may cost [gas]", async () => {
    const { vault, settings, queue, alice, bob, carol, left, right, restaker, networkHelpers, treasury } =
      await standUpVault();
    await settings.setFee(1000n, treasury.address);
    for (const user of [alice, bob]) await vault.connect(user).deposit(user.address, 0n, FOREVER, { value: 10n * ETH });
    await restaker.restake(left.target, 8n * ETH);
    await restaker.restake(right.target, 8n * ETH);
    await left.setAssets(8n * ETH + ETH / 100n);
    await networkHelpers.time.increase(3600n);
    await vault.syncAll();
    await right.setAssets(8n * ETH - ETH / 1000n);
    await networkHelpers.time.increase(3600n);
    await vault.syncAll();
    expect((await vault.totals()).lockedProfit).to.be.greaterThan(0n);
    expect(await vault.rate()).to.not.equal(ETH);

    const depositBy = (user: typeof carol) => vault.connect(user).deposit(user.address, 1n, FOREVER, { value: ETH });
    const requestBy = (user: typeof carol) => queue.connect(user).request(ETH, user.address, 1n, FOREVER);
    expect(await gasOf(depositBy(carol))).to.be.at.most(limitOf("vault.deposit.new"));
    expect(await gasOf(depositBy(carol))).to.be.at.most(limitOf("vault.deposit.existing"));
    expect(await gasOf(vault.connect(carol).transfer(alice.address, ETH / 10n))).to.be.at.most(
      limitOf("vault.transfer.holder"),
    );
    await requestBy(alice);
    expect(await gasOf(requestBy(bob))).to.be.at.most(limitOf("vault.request.first"));
    expect(await gasOf(requestBy(bob))).to.be.at.most(limitOf("vault.request.next"));
    expect(await gasOf(queue.connect(bob).cancel((1n << 64n) | 2n, bob.address))).to.be.at.most(
      limitOf("vault.cancel"),
    );
    await networkHelpers.time.increase(DAY);
    await queue.close();
    await queue.settle();
    expect(await gasOf(queue.connect(alice).claim(1n << 64n, alice.address))).to.be.at.most(limitOf("vault.claim"));
  });
});

describe("The gas of the vault as deployed", () => {
  let rung: Rung;
  let rows: GasRow[];
  const once = async (): Promise<void> => {
    if (rows !== undefined) return;
    rung = await vaultRung();
    rows = await measure(rung);
  };

  it("BEN-01 VLT-20 QUE-06: every row stays within its limit and below its peers [uninstrumented]", async () => {
    await once();
    expect(rows.map(({ id }) => id)).to.have.members(rung.measurable);
    expect(verdict(rows, rung.maxRatio)).to.include({ passed: true });
    const settled = rows.filter(({ id }) => id.startsWith("vault.settle")).map(({ ours }) => ours);
    expect(new Set(settled).size, `settlements of 1, 100 and 10,000: ${settled.join(", ")}`).to.equal(1);
    const granted = rows.filter((row) => row.granted !== undefined && row.ours <= row.limit!);
    expect(
      granted.map(({ id }) => id),
      "granted more than its limit and not in need of it",
    ).to.deep.equal([]);
  }).timeout(300_000);

  it("BEN-04: docs/gas.md says what is measured, within two hundredths (else: npm run bench:gas -- --growth --write) [uninstrumented]", async () => {
    await once();
    const page = await readFile(new URL("../../docs/gas.md", import.meta.url), "utf8");
    for (const { id, ours, ...facts } of rows) {
      expect(gasOnPage(page, id), id).to.be.within(ours * 0.98, ours * 1.02);
      const [, limit, granted] =
        new RegExp(`^\\| \`${id}\` \\| [\\d,]+ \\| (.*?) \\| (.*?) \\|`, "mu").exec(page) ?? [];
      expect(
        [limit, granted].map((cell) => cell?.trim()),
        id,
      ).to.deep.equal(limitCells(facts));
    }
  }).timeout(300_000);

  it("BEN-03: with 20 operators, 10 services and 2,000 tickets every call but a settlement costs what it costs with 1, 1 and 10, but for calldata [uninstrumented]", async () => {
    const small = await measureGrowth({ operators: 1, services: 1, tickets: 10 });
    const large = await measureGrowth({ operators: 20, services: 10, tickets: 2_000 });
    // a settlement makes a full sync, which reads each operator
    expect(unequal([small, large])).to.deep.equal(["settle"]);
    const calldata = GROWTH_OPERATIONS.map((name) => large.costs[name].calldata - small.costs[name].calldata);
    // a ticket's number below 2,000 has one byte more that is not zero
    expect(Math.max(...calldata)).to.equal(12);
    const dearer = { ...large, costs: { ...large.costs, claim: { gas: large.costs.claim.gas + 1, calldata: 596 } } };
    expect(unequal([small, dearer]), "one unit of gas would be seen").to.deep.equal(["settle", "claim"]);
  }).timeout(300_000);

  it("BEN-02: a row above its limit fails, one that a decision grants more may use that and no more", () => {
    const row = (ours: number, facts: Partial<GasRow> = {}): GasRow => {
      return { id: "a", operation: "f", circumstances: "c", peers: {}, bar: false, ours, limit: 100, ...facts };
    };
    const granted = { granted: { gas: 110, decision: "0000" } };
    expect(verdict([row(100)], 1)).to.include({ passed: true });
    expect(verdict([row(101)], 1)).to.deep.include({ passed: false, overLimit: ["a"] });
    expect(verdict([row(110, granted)], 1)).to.include({ passed: true });
    expect(verdict([row(111, granted)], 1)).to.include({ passed: false });
    expect(rowLine(row(100))).to.match(/^✓ a +100 +– {2}at most 100; c$/);
    expect(rowLine(row(101))[0]).to.equal("✗");
    expect(rowLine(row(110, granted))).to.match(/^✓ a .*at most 100 \(110 by decision 0000\); c$/);
    expect(verdictLines(verdict([row(101)], 1), 1)).to.include("above its limit: a");
  });
});
