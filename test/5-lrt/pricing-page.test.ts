import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { network } from "hardhat";
import { compareAll, type Comparisons, CONTENDERS, pricingPage, surplusOf } from "../../scripts/pricing/page.ts";
import { ACTORS, gotOf, type Played } from "../../scripts/pricing/story.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** Virtual shares and floors: far below what any rule moves. */
const DUST = 10n ** 9n;

describe("pricing rules, played", () => {
  let comparisons: Comparisons;
  before(async function () {
    this.timeout(300_000);
    comparisons = await compareAll();
  });

  const sumOf = ({ results }: Played): bigint => ACTORS.reduce((sum, actor) => sum + gotOf(results[actor]), 0n);

  it("QUE-30: docs/pricing-rules.md shows what the stories play, word for word (else: npx node scripts/pricing/write-page.ts)", async () => {
    const page = await readFile(new URL("../../docs/pricing-rules.md", import.meta.url), "utf8");
    expect(page).to.equal(pricingPage(comparisons));
  });

  it("QUE-31: under every sound rule the same ETH is shared out, nothing is promised that is not there", () => {
    for (const comparison of Object.values(comparisons)) {
      const sums = CONTENDERS.filter(({ isSound }) => isSound).map(({ name }) => comparison.played.get(name)!);
      for (const played of sums) {
        expect(sumOf(played)).to.be.within(sumOf(comparison.owed) - DUST, sumOf(comparison.owed) + DUST);
        expect(played.missing).to.equal(0n);
      }
    }
  });

  it("QUE-31: exposed gives everybody what equal exposure owes; capped and loss-only never give a leaver more", () => {
    for (const comparison of Object.values(comparisons)) {
      const surplus = (rule: string) =>
        ACTORS.map((actor) => surplusOf(comparison, comparison.played.get(rule)!, actor));
      for (const one of surplus("exposed")) expect(one).to.be.within(-DUST, DUST);
      for (const rule of ["capped", "loss-only"]) expect(surplus(rule)[0]).to.be.at.most(DUST);
    }
    const { story } = comparisons;
    expect(surplusOf(story, story.played.get("capped")!, "early")).to.be.lessThan(-ETH);
    expect(surplusOf(story, story.played.get("loss-only")!, "early")).to.be.lessThan(-ETH);
  });

  it("QUE-32: a price fixed at request makes stayers pay for leavers, and breaks when all ask before a slash", async () => {
    const { story, run } = comparisons;
    const fixed = story.played.get("fixed at request")!;
    expect(surplusOf(story, fixed, "late")).to.be.greaterThan(5n * ETH);
    expect(surplusOf(story, fixed, "stayer")).to.be.lessThan(-3n * ETH);
    const broken = run.played.get("fixed at request")!;
    expect(broken.missing).to.equal(60n * ETH);
    expect(gotOf(broken.results.early)).to.equal(100n * ETH);
    expect(gotOf(broken.results.stayer)).to.equal(0n);

    const { ethers } = await network.create();
    const vault = await ethers.deployContract("FixedAtRequestVault");
    const [leaver] = await ethers.getSigners();
    await vault.deposit(leaver!, 0n, 0n, { value: ETH });
    await vault.request(ETH, leaver!, 0n, 0n);
    await vault.restake(ETH);
    await expect(vault.claim(0n, leaver!)).to.be.revertedWithCustomError(vault, "IdleTooLow").withArgs(ETH, 0n);
  });

  it("QUE-32: a price read at claim still slashes who has left, and pays who waits on purpose", async () => {
    const { story, wait } = comparisons;
    expect(surplusOf(story, story.played.get("read at claim")!, "early")).to.be.lessThan(-10n * ETH);
    expect(surplusOf(wait, wait.played.get("read at claim")!, "early")).to.be.greaterThan(5n * ETH);
    expect(surplusOf(wait, wait.played.get("read at claim")!, "stayer")).to.be.lessThan(-2n * ETH);

    const { ethers } = await network.create();
    const vault = await ethers.deployContract("PricedAtClaimVault");
    const [leaver] = await ethers.getSigners();
    await expect(vault.claim(0n, leaver!)).to.be.revertedWithCustomError(vault, "NotReady").withArgs(leaver!.address);
  });
});
