import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { lossAndGain } from "../../scripts/edges/block.ts";
import { firstPaid, leave, pair, pass } from "../../scripts/edges/edge.ts";
import { playEdges, withEdges } from "../../scripts/edges/page.ts";
import { ETH } from "../../scripts/lib/units.ts";

const SLOT = 12n;
const DAY = 86_400n;
const GAIN = 30n * ETH;

describe("the worst cases at the edges (docs/attacks.md)", () => {
  it("INV-33: the table of edges says what its cases, played again, come to (else: npx node scripts/edges/write-page.ts)", async () => {
    const page = await readFile(new URL("../../docs/attacks.md", import.meta.url), "utf8");
    expect(withEdges(page, await playEdges())).to.equal(page);
  }).timeout(300_000);

  it("INV-34: a full sync between a loss and a gain of one block books what it does between those of two", async () => {
    const one = await firstPaid(await lossAndGain(["full"]));
    const s = await pair();
    await s.restaker.restake(s.left, 30n * ETH);
    await s.restaker.restake(s.right, 20n * ETH);
    await leave(s, s.bob);
    await pass(s);
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
    const s = await lossAndGain(["full"], brought);
    const { blockNumber } = (await s.vault.queryFilter(s.vault.filters.Deposited())).at(-1)!;
    const shares = await s.vault.balanceOf(s.carol);
    expect(await s.vault.toAssetsDown(shares, { blockTag: blockNumber })).to.be.within(brought - 10n ** 6n, brought);
    // if the gain were given back to the price at once, she had half of it
    expect(shares).to.be.above((brought * 14n) / 10n);
  });
});
