import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { playEdges, withEdges } from "../../scripts/edges/page.ts";
import { ETH } from "../../scripts/lib/units.ts";
import { inOneBlock } from "../findings/vault-lab.ts";
import { DAY, FOREVER, type Standing, standUpVault } from "./vault.ts";

const SLOT = 12n;
const GAIN = 30n * ETH;
const GAS = { gasLimit: 5_000_000n };

/** Two holders of 50 ETH each, 30 and 20 of it in the two components; Bob's batch is closed. */
async function closed(): Promise<Standing> {
  const s = await standUpVault();
  await s.settings.setFee(1_000n, s.treasury);
  for (const who of [s.alice, s.bob]) await s.vault.connect(who).deposit(who, 0n, FOREVER, { value: 50n * ETH });
  await s.restaker.restake(s.left, 30n * ETH);
  await s.restaker.restake(s.right, 20n * ETH);
  await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
  await s.networkHelpers.time.increase(DAY);
  await s.queue.close();
  await s.networkHelpers.time.increase(DAY);
  await s.vault.syncAll();
  return s;
}

/** In one block 30 are lost, all is synced, 30 are gained, and the batch is settled; somebody may enter between. */
async function lossAndGain(newcomer = 0n): Promise<Standing> {
  const s = await closed();
  await s.networkHelpers.time.setNextBlockTimestamp(BigInt(await s.networkHelpers.time.latest()) + SLOT);
  const enters = () => s.vault.connect(s.carol).deposit(s.carol, 0n, FOREVER, { value: newcomer, ...GAS });
  await inOneBlock(
    s,
    () => s.left.setAssets(0n, GAS),
    () => s.vault.syncAll(GAS),
    ...(newcomer === 0n ? [] : [enters]),
    () => s.right.setAssets(50n * ETH, GAS),
    () => s.queue.settle(GAS),
  );
  return s;
}

/** What the first ticket has been paid. */
const firstPaid = async (s: Standing): Promise<bigint> => (await s.queue.ticketOf(1n << 64n)).claimableAssets;

describe("the worst cases at the edges (docs/attacks.md)", () => {
  it("INV-33: the table of edges says what its cases, played again, come to (else: npx node scripts/edges/write-page.ts)", async () => {
    const page = await readFile(new URL("../../docs/attacks.md", import.meta.url), "utf8");
    expect(withEdges(page, await playEdges())).to.equal(page);
  }).timeout(300_000);

  it("INV-34: a full sync between a loss and a gain of one block books what it does between those of two", async () => {
    const one = await firstPaid(await lossAndGain());
    const s = await closed();
    const { latest, setNextBlockTimestamp } = s.networkHelpers.time;
    await s.left.setAssets(0n);
    await setNextBlockTimestamp(BigInt(await latest()) + SLOT);
    await s.vault.syncAll();
    const lossFoundAt = BigInt(await latest());
    await s.ethers.provider.send("evm_setAutomine", [false]);
    await s.right.setAssets(50n * ETH, { gasLimit: 5_000_000n });
    await s.queue.settle({ gasLimit: 5_000_000n });
    await setNextBlockTimestamp(lossFoundAt + SLOT);
    await s.ethers.provider.send("evm_mine", []);
    const two = await firstPaid(s);
    expect(one).to.be.within(two - 2n, two + 2n);
    // half of what is left after the loss, and of what has served of the gain
    const served = (GAIN * SLOT) / DAY;
    expect(one).to.be.within(35n * ETH + served / 2n - 1_000_000n, 35n * ETH + served / 2n + 1_000_000n);
  });

  it("INV-34: whoever enters between the two takes nothing of the gain out in that block", async () => {
    const brought = 70n * ETH;
    const s = await lossAndGain(brought);
    const { blockNumber } = (await s.vault.queryFilter(s.vault.filters.Deposited())).at(-1)!;
    const shares = await s.vault.balanceOf(s.carol);
    expect(await s.vault.toAssetsDown(shares, { blockTag: blockNumber })).to.be.within(brought - 10n ** 6n, brought);
    // if the gain were given back to the price at once, she had half of it
    expect(shares).to.be.above((brought * 14n) / 10n);
  });
});
