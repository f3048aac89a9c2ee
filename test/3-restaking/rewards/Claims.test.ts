import { expect } from "chai";
import { id, MaxUint256, ZeroAddress, ZeroHash } from "ethers";
import { distribution, earnerLeafHash, type EarnerEarnings, tokenLeafHash } from "../../../scripts/rewards/merkle.ts";
import { CONFIG, deployRewards, ethers, networkHelpers, type Rewards, START } from "./fixture.ts";

const { time } = networkHelpers;

async function submitRoot({ coordinator, updater }: Rewards, root: string, end: number) {
  await coordinator.connect(updater).submitRoot(root, end);
  await time.increase(CONFIG.activationDelay);
}

/** Alice has earned 100 and 7, Bob 50, operator 1 only 3 of the second token; the coordinator holds exactly that. */
async function withEarnings() {
  const rewards = await networkHelpers.loadFixture(deployRewards);
  const { coordinator, alice, bob, op1, token, token2 } = rewards;
  const [rwd, rwd2] = [await token.getAddress(), await token2.getAddress()];
  const earnings: EarnerEarnings[] = [
    {
      earner: alice.address,
      tokens: [
        { token: rwd, cumulativeEarnings: 100n },
        { token: rwd2, cumulativeEarnings: 7n },
      ],
    },
    { earner: bob.address, tokens: [{ token: rwd, cumulativeEarnings: 50n }] },
    { earner: op1.address, tokens: [{ token: rwd2, cumulativeEarnings: 3n }] },
  ];
  await token.mint(coordinator, 150n);
  await token2.mint(coordinator, 10n);
  const { claim, root } = distribution(earnings);
  await submitRoot(rewards, root, START);
  return { ...rewards, rwd, rwd2, earnings, claim, root };
}

describe("Claims of rewards", () => {
  it("RST-49: pay every earner, in every token, what was earned: no more, no less", async () => {
    const { coordinator, alice, bob, op1, keeper, token, token2, claim, root, rwd } = await withEarnings();
    const all = coordinator.connect(alice).processClaim(claim(0, alice.address), keeper);
    await expect(all).to.changeTokenBalances(ethers, token, [coordinator, keeper], [-100n, 100n]);
    await expect(all).to.changeTokenBalances(ethers, token2, [coordinator, keeper], [-7n, 7n]);
    await expect(all)
      .to.emit(coordinator, "RewardsClaimed")
      .withArgs(root, alice.address, alice.address, keeper.address, rwd, 100n);
    await coordinator.connect(bob).processClaim(claim(0, bob.address), bob);
    await coordinator.connect(op1).processClaim(claim(0, op1.address), op1);
    expect(await token.balanceOf(coordinator)).to.equal(0n);
    expect(await token2.balanceOf(coordinator)).to.equal(0n);
    expect(await coordinator.cumulativeClaimed(alice, token)).to.equal(100n);
  });

  it("RST-49: earnings are cumulative: a claim pays what is new, on whichever root, and nothing twice", async () => {
    const rewards = await withEarnings();
    const { coordinator, bob, token, claim, rwd, earnings } = rewards;
    const byBob = coordinator.connect(bob);
    await byBob.processClaim(claim(0, bob.address), bob);
    await expect(byBob.processClaim(claim(0, bob.address), bob)).to.be.revertedWithCustomError(
      coordinator,
      "EarningsNotGreaterThanClaimed",
    );
    const later = earnings.map((one) =>
      one.earner === bob.address ? { ...one, tokens: [{ token: rwd, cumulativeEarnings: 51n }] } : one,
    );
    const next = distribution(later);
    await submitRoot(rewards, next.root, START + 1);
    await expect(byBob.processClaim(next.claim(1, bob.address), bob)).to.changeTokenBalance(ethers, token, bob, 1n);
    expect(await coordinator.cumulativeClaimed(bob, token)).to.equal(51n);
  });

  it("RST-49: tokens can be claimed one by one, and several claims at once", async () => {
    const { coordinator, alice, token, token2, claim, rwd, rwd2 } = await withEarnings();
    const byAlice = coordinator.connect(alice);
    const claims = [claim(0, alice.address, [rwd2]), claim(0, alice.address, [rwd])];
    await byAlice.processClaims(claims, alice);
    expect(await token.balanceOf(alice)).to.equal(100n);
    expect(await token2.balanceOf(alice)).to.equal(7n);
    await expect(byAlice.processClaim(claim(0, alice.address, [rwd, rwd]), alice)).to.be.revertedWithCustomError(
      coordinator,
      "EarningsNotGreaterThanClaimed",
    );
  });

  it("RST-50: wait for their root's activation, and never run against a disabled or unknown root", async () => {
    const rewards = await withEarnings();
    const { coordinator, updater, bob, claim, root } = rewards;
    const byBob = coordinator.connect(bob);
    await coordinator.connect(updater).submitRoot(root, START + 1);
    const activatedAt = (await time.latest()) + CONFIG.activationDelay;
    await time.setNextBlockTimestamp(activatedAt - 1);
    await expect(byBob.processClaim(claim(1, bob.address), bob)).to.be.revertedWithCustomError(
      coordinator,
      "RootNotActivated",
    );
    await time.setNextBlockTimestamp(activatedAt);
    await byBob.processClaim(claim(1, bob.address), bob);

    await coordinator.connect(updater).submitRoot(root, START + 2);
    await coordinator.connect(updater).disableRoot(2);
    await expect(byBob.processClaim(claim(2, bob.address), bob)).to.be.revertedWithCustomError(
      coordinator,
      "RootDisabled",
    );
    await expect(byBob.processClaim(claim(3, bob.address), bob)).to.be.revertedWithPanic(0x32);
  });

  it("RST-50: refuse arrays of different lengths, indices beyond the tree, broken proofs and an empty root", async () => {
    const rewards = await withEarnings();
    const { coordinator, alice, claim } = rewards;
    const good = claim(0, alice.address);
    const refuses = async (changes: Partial<typeof good>, error: string) => {
      const sent = coordinator.connect(alice).processClaim({ ...good, ...changes }, alice);
      await expect(sent).to.be.revertedWithCustomError(coordinator, error);
      await expect(coordinator.checkClaim({ ...good, ...changes })).to.be.revertedWithCustomError(coordinator, error);
    };
    expect(await coordinator.checkClaim(good)).to.equal(true);
    await refuses({ tokenIndices: good.tokenIndices.slice(1) }, "InputArrayLengthMismatch");
    await refuses({ tokenLeaves: good.tokenLeaves.slice(1) }, "InputArrayLengthMismatch");
    await refuses({ tokenTreeProofs: good.tokenTreeProofs.slice(1) }, "InputArrayLengthMismatch");
    await refuses({ earnerIndex: 4 }, "InvalidEarnerLeafIndex");
    await refuses({ earnerIndex: 3 }, "InvalidClaimProof");
    await refuses({ tokenIndices: [2, 1] }, "InvalidTokenLeafIndex");
    await refuses({ tokenIndices: [1, 1] }, "InvalidClaimProof");
    await refuses({ earnerTreeProof: `${good.earnerTreeProof}00` }, "InvalidProofLength");
    await refuses({ earnerLeaf: { ...good.earnerLeaf, earnerTokenRoot: id("other") } }, "InvalidClaimProof");
    await refuses(
      { tokenLeaves: good.tokenLeaves.map((leaf) => ({ ...leaf, cumulativeEarnings: MaxUint256 })) },
      "InvalidClaimProof",
    );
    await submitRoot(rewards, ZeroHash, START + 1);
    await refuses({ rootIndex: 1 }, "EmptyRoot");
  });

  it("RST-51: only the claimer may claim: the earner until another is named, then that one alone", async () => {
    const { coordinator, alice, keeper, claim, token } = await withEarnings();
    const good = claim(0, alice.address);
    const refused = (sent: Promise<unknown>) =>
      expect(sent).to.be.revertedWithCustomError(coordinator, "UnauthorizedCaller");
    await refused(coordinator.connect(keeper).processClaim(good, keeper));
    await expect(coordinator.connect(alice)["setClaimerFor(address)"](keeper))
      .to.emit(coordinator, "ClaimerForSet")
      .withArgs(alice.address, ZeroAddress, keeper.address);
    expect(await coordinator.claimerFor(alice)).to.equal(keeper.address);
    await refused(coordinator.connect(alice).processClaim(good, alice));
    await expect(coordinator.connect(keeper).processClaim(good, alice)).to.changeTokenBalance(
      ethers,
      token,
      alice,
      100n,
    );
    await coordinator.connect(alice)["setClaimerFor(address)"](ZeroAddress);
    await refused(coordinator.connect(keeper).processClaim(good, keeper));
  });

  it("E40: a contract that earns can only be served by itself or its claimer; the recipient is free", async () => {
    const rewards = await withEarnings();
    const { coordinator, permissions, core, op1, bob, keeper, token2, claim } = rewards;
    const vault = await permissions.getAddress();
    const { root, claim: claimOf } = distribution([
      { earner: vault, tokens: [{ token: rewards.rwd2, cumulativeEarnings: 9n }] },
    ]);
    await submitRoot(rewards, root, START + 1);
    await expect(coordinator.connect(bob).processClaim(claimOf(1, vault), bob)).to.be.revertedWithCustomError(
      coordinator,
      "UnauthorizedCaller",
    );
    const asEarner = coordinator.connect(await ethers.getImpersonatedSigner(vault));
    await networkHelpers.setBalance(vault, 10n ** 18n);
    await asEarner["setClaimerFor(address)"](bob);
    await expect(coordinator.connect(bob).processClaim(claimOf(1, vault), keeper)).to.changeTokenBalance(
      ethers,
      token2,
      keeper,
      9n,
    );

    await core.sayOperator(op1, true);
    await coordinator.connect(op1)["setClaimerFor(address,address)"](op1, keeper);
    await expect(coordinator.connect(keeper).processClaim(claim(0, op1.address), op1)).to.be.revertedWithCustomError(
      token2,
      "ERC20InsufficientBalance",
    );
  });

  it("RST-52: one token that fails fails all of its claim and every other claim beside it", async () => {
    const { coordinator, alice, token, token2, claim, rwd } = await withEarnings();
    const byAlice = coordinator.connect(alice);
    await token2.refuse(true);
    await expect(byAlice.processClaim(claim(0, alice.address), alice)).to.be.revertedWithCustomError(token2, "Refused");
    expect(await coordinator.cumulativeClaimed(alice, token)).to.equal(0n);
    await byAlice.processClaim(claim(0, alice.address, [rwd]), alice);
    expect(await token.balanceOf(alice)).to.equal(100n);
  });

  it("RST-52: a token cannot claim again while it is being paid out", async () => {
    const { coordinator, alice, token, claim, rwd } = await withEarnings();
    const good = claim(0, alice.address, [rwd]);
    for (const call of [
      coordinator.interface.encodeFunctionData("processClaim", [good, alice.address]),
      coordinator.interface.encodeFunctionData("createAVSRewardsSubmission", [[]]),
    ]) {
      await token.callBack(coordinator, call);
      await expect(coordinator.connect(alice).processClaim(good, alice)).to.be.revertedWithCustomError(
        coordinator,
        "ReentrancyGuardReentrantCall",
      );
    }
  });

  it("RST-54: leaves hash as the contract says", async () => {
    const { coordinator, alice, rwd } = await withEarnings();
    const earner = { earner: alice.address, earnerTokenRoot: id("tokens") };
    expect(await coordinator.calculateEarnerLeafHash(earner)).to.equal(earnerLeafHash(alice.address, id("tokens")));
    const leaf = { token: rwd, cumulativeEarnings: MaxUint256 };
    expect(await coordinator.calculateTokenLeafHash(leaf)).to.equal(tokenLeafHash(leaf));
  });
});
