import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";
import type { RewardsSubmissionStruct } from "../../../typechain-types/contracts/3-restaking/interfaces/IRewardsCoordinator.ts";
import { deployRewards, ethers, networkHelpers, type Rewards, submission } from "./fixture.ts";

const SUBMISSION =
  "tuple(tuple(address strategy, uint96 multiplier)[] strategies, address token, uint256 amount, uint32 start, uint32 duration)";

/** keccak256(abi.encode(avs, nonce, submission)), from its definition. */
async function hashOf(avs: string, nonce: bigint, entry: RewardsSubmissionStruct, { token }: Rewards, amount: bigint) {
  const words = [
    entry.strategiesAndMultipliers.map(({ strategy, multiplier }) => [strategy, multiplier]),
    await token.getAddress(),
    amount,
    entry.startTimestamp,
    entry.duration,
  ];
  return keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256", SUBMISSION], [avs, nonce, words]));
}

/** What the submissions have in common: who sends, under which account they are known, what they announce. */
const KINDS = [
  {
    name: "createAVSRewardsSubmission",
    by: "avs",
    event: "AVSRewardsSubmissionCreated",
    known: "isAVSRewardsSubmissionHash",
    paysFee: true,
  },
  {
    name: "createEigenDARewardsSubmission",
    by: "emissions",
    event: "AVSRewardsSubmissionCreated",
    known: "isAVSRewardsSubmissionHash",
    paysFee: true,
  },
  {
    name: "createRewardsForAllSubmission",
    by: "keeper",
    event: "RewardsSubmissionForAllCreated",
    known: "isRewardsSubmissionForAllHash",
    paysFee: false,
  },
  {
    name: "createRewardsForAllEarners",
    by: "keeper",
    event: "RewardsSubmissionForAllEarnersCreated",
    known: "isRewardsSubmissionForAllEarnersHash",
    paysFee: false,
  },
  {
    name: "createUniqueStakeRewardsSubmission",
    by: "avs",
    event: "UniqueStakeRewardsSubmissionCreated",
    known: "isUniqueStakeRewardsSubmissionHash",
    paysFee: true,
  },
  {
    name: "createTotalStakeRewardsSubmission",
    by: "avs",
    event: "TotalStakeRewardsSubmissionCreated",
    known: "isTotalStakeRewardsSubmissionHash",
    paysFee: true,
  },
] as const;

type Kind = (typeof KINDS)[number];

function create({ name, by }: Kind, rewards: Rewards, entries: RewardsSubmissionStruct[]) {
  const { avs } = rewards;
  const coordinator = rewards.coordinator.connect(rewards[by]);
  switch (name) {
    case "createEigenDARewardsSubmission":
      return coordinator.createEigenDARewardsSubmission(avs, entries);
    case "createUniqueStakeRewardsSubmission":
      return coordinator.createUniqueStakeRewardsSubmission({ avs, id: 1 }, entries);
    case "createTotalStakeRewardsSubmission":
      return coordinator.createTotalStakeRewardsSubmission({ avs, id: 1 }, entries);
    default:
      return coordinator[name](entries);
  }
}

describe("Rewards submissions", () => {
  for (const kind of KINDS) {
    it(`RST-42: ${kind.name} takes its tokens, counts, and knows each submission by its hash`, async () => {
      const rewards = await networkHelpers.loadFixture(deployRewards);
      const { coordinator, token, avs } = rewards;
      const payer = rewards[kind.by];
      const account = kind.by === "emissions" ? avs.address : payer.address;
      const entries = [submission(rewards), submission(rewards, { amount: 77n })];
      const hashes = [
        await hashOf(account, 0n, entries[0] as RewardsSubmissionStruct, rewards, 1_000n),
        await hashOf(account, 1n, entries[1] as RewardsSubmissionStruct, rewards, 77n),
      ];
      const sent = create(kind, rewards, entries);
      await expect(sent).to.changeTokenBalances(ethers, token, [payer, coordinator], [-1_077n, 1_077n]);
      await expect(sent).to.emit(coordinator, kind.event);
      const events = await coordinator.queryFilter(coordinator.filters[kind.event]());
      expect(events.map(({ args }) => args.rewardsSubmissionHash)).to.deep.equal(hashes);
      expect(events.map(({ args }) => args.submissionNonce)).to.deep.equal([0n, 1n]);
      expect(events.map(({ args }) => args.rewardsSubmission.amount)).to.deep.equal([1_000n, 77n]);
      for (const hash of hashes) expect(await coordinator[kind.known](account, hash)).to.equal(true);
      expect(await coordinator.submissionNonce(account)).to.equal(2n);
    });

    it(`RST-43: ${kind.name} ${kind.paysFee ? "passes a fifth on" : "pays no fee"} when its sender opted in`, async () => {
      const rewards = await networkHelpers.loadFixture(deployRewards);
      const { coordinator, token, feeRecipient, avs } = rewards;
      const payer = rewards[kind.by];
      const account = kind.by === "emissions" ? avs.address : payer.address;
      await coordinator.connect(payer).setOptInForProtocolFee(payer, true);
      const fee = kind.paysFee ? 200n : 0n;
      const entry = submission(rewards, { amount: 1_004n });
      await expect(create(kind, rewards, [entry])).to.changeTokenBalances(
        ethers,
        token,
        [payer, feeRecipient, coordinator],
        [-1_004n, fee, 1_004n - fee],
      );
      const hash = await hashOf(account, 0n, entry, rewards, 1_004n - fee);
      expect(await coordinator[kind.known](account, hash)).to.equal(true);
    });
  }

  it("RST-43: the fee is rounded down, to nothing below 5 wei, and stops when the sender opts out", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs, token, feeRecipient } = rewards;
    const pay = (amount: bigint) =>
      coordinator.connect(avs).createAVSRewardsSubmission([submission(rewards, { amount })]);
    await coordinator.connect(avs).setOptInForProtocolFee(avs, true);
    await pay(4n);
    expect(await token.balanceOf(feeRecipient)).to.equal(0n);
    await pay(5n);
    expect(await token.balanceOf(feeRecipient)).to.equal(1n);
    await pay(9n);
    expect(await token.balanceOf(feeRecipient)).to.equal(2n);
    await coordinator.connect(avs).setOptInForProtocolFee(avs, false);
    await pay(1_000n);
    expect(await token.balanceOf(feeRecipient)).to.equal(2n);
  });

  it("RST-43: it is the sender's choice that counts, not the AVS's", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs, emissions, token, feeRecipient } = rewards;
    await coordinator.connect(avs).setOptInForProtocolFee(avs, true);
    await coordinator.connect(emissions).createEigenDARewardsSubmission(avs, [submission(rewards)]);
    expect(await token.balanceOf(feeRecipient)).to.equal(0n);
  });

  it("RST-45: only those whom the owner named reward all, only the emissions controller rewards EigenDA", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs, owner, keeper } = rewards;
    const entries = [submission(rewards)];
    const stranger = coordinator.connect(avs);
    const refused = (sent: Promise<unknown>) =>
      expect(sent).to.be.revertedWithCustomError(coordinator, "UnauthorizedCaller");
    await refused(stranger.createRewardsForAllSubmission(entries));
    await refused(stranger.createRewardsForAllEarners(entries));
    await refused(stranger.createEigenDARewardsSubmission(avs, entries));
    // who calls is looked at before what is sent
    await refused(stranger.createEigenDARewardsSubmission(avs, [{ ...submission(rewards), amount: 0n }]));
    await coordinator.connect(owner).setRewardsForAllSubmitter(keeper, false);
    await refused(coordinator.connect(keeper).createRewardsForAllSubmission(entries));
  });

  it("RST-45: rewards of an operator set need a set that exists and a sender who may act for its AVS", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs, keeper } = rewards;
    for (const name of ["createUniqueStakeRewardsSubmission", "createTotalStakeRewardsSubmission"] as const) {
      const entries = [submission(rewards)];
      await expect(coordinator.connect(avs)[name]({ avs, id: 2 }, entries)).to.be.revertedWithCustomError(
        coordinator,
        "InvalidOperatorSet",
      );
      await expect(coordinator.connect(keeper)[name]({ avs, id: 1 }, entries)).to.be.revertedWithCustomError(
        coordinator,
        "InvalidPermissions",
      );
    }
  });

  it("RST-42: a token that refuses, or a payer without allowance, leaves nothing behind", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs, token } = rewards;
    const coordinatorOfAvs = coordinator.connect(avs);
    await token.refuse(true);
    await expect(coordinatorOfAvs.createAVSRewardsSubmission([submission(rewards)])).to.be.revertedWithCustomError(
      token,
      "Refused",
    );
    await token.refuse(false);
    await token.connect(avs).approve(coordinator, 999n);
    await expect(coordinatorOfAvs.createAVSRewardsSubmission([submission(rewards)])).to.be.revertedWithCustomError(
      token,
      "ERC20InsufficientAllowance",
    );
    expect(await coordinator.submissionNonce(avs)).to.equal(0n);
  });

  it("RST-42: a token cannot call back in while a submission or claim is under way", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs, token } = rewards;
    for (const call of [
      coordinator.interface.encodeFunctionData("createAVSRewardsSubmission", [[]]),
      coordinator.interface.encodeFunctionData("processClaims", [[], avs.address]),
    ]) {
      await token.callBack(coordinator, call);
      await expect(
        coordinator.connect(avs).createAVSRewardsSubmission([submission(rewards)]),
      ).to.be.revertedWithCustomError(coordinator, "ReentrancyGuardReentrantCall");
    }
  });
});
