import { expect } from "chai";
import { AbiCoder, keccak256, ZeroAddress } from "ethers";
import type { OperatorDirectedRewardsSubmissionStruct } from "../../../typechain-types/contracts/3-restaking/interfaces/IRewardsCoordinator.ts";
import { deployRewards, directed, ethers, MAX_AMOUNT, networkHelpers, type Rewards, START, WEEK } from "./fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../../scripts/lib/units.ts";

const SUBMISSION =
  "tuple(tuple(address strategy, uint96 multiplier)[] strategies, address token, tuple(address operator, uint256 amount)[] operators, uint32 start, uint32 duration, string description)";

type Changes = Partial<OperatorDirectedRewardsSubmissionStruct>;

async function hashOf(
  nonce: bigint,
  entry: OperatorDirectedRewardsSubmissionStruct,
  amounts: bigint[],
  rewards: Rewards,
) {
  const words = [
    entry.strategiesAndMultipliers.map(({ strategy, multiplier }) => [strategy, multiplier]),
    await rewards.token.getAddress(),
    entry.operatorRewards.map(({ operator }, i) => [operator, amounts[i]]),
    entry.startTimestamp,
    entry.duration,
    entry.description,
  ];
  const types = ["address", "uint256", SUBMISSION];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [rewards.avs.address, nonce, words]));
}

async function submit(rewards: Rewards, changes: Changes, second = START + WEEK / 2 + 100) {
  await networkHelpers.time.setNextBlockTimestamp(second);
  const { avs } = rewards;
  const entries = [directed(rewards, changes)];
  return rewards.coordinator.connect(avs).createOperatorDirectedAVSRewardsSubmission(avs, entries);
}

async function refuses(changes: (rewards: Rewards) => Changes, error: string, second?: number) {
  const rewards = await networkHelpers.loadFixture(deployRewards);
  await expect(submit(rewards, changes(rewards), second)).to.be.revertedWithCustomError(rewards.coordinator, error);
}

async function takes(changes: (rewards: Rewards) => Changes, second?: number) {
  const rewards = await networkHelpers.loadFixture(deployRewards);
  await submit(rewards, changes(rewards), second);
  expect(await rewards.coordinator.submissionNonce(rewards.avs)).to.equal(1n);
}

const to = (operators: string[], amount = 1n) => operators.map((operator) => ({ operator, amount }));

describe("Operator-directed rewards submissions", () => {
  it("RST-44: take the sum of their operators' amounts and are known by their hash", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, token, avs } = rewards;
    const entry = directed(rewards);
    const hash = await hashOf(0n, entry, [104n, 109n], rewards);
    const sent = coordinator.connect(avs).createOperatorDirectedAVSRewardsSubmission(avs, [entry]);
    await expect(sent).to.changeTokenBalances(ethers, token, [avs, coordinator], [-213n, 213n]);
    const [event] = await coordinator.queryFilter(coordinator.filters.OperatorDirectedAVSRewardsSubmissionCreated());
    expect([...(event?.args ?? [])].slice(0, 4)).to.deep.equal([avs.address, avs.address, hash, 0n]);
    expect(event?.args.operatorDirectedRewardsSubmission.description).to.equal("the week before");
    expect(await coordinator.isOperatorDirectedAVSRewardsSubmissionHash(avs, hash)).to.equal(true);
    expect(await coordinator.isOperatorDirectedOperatorSetRewardsSubmissionHash(avs, hash)).to.equal(false);
  });

  it("RST-44: for an operator set are announced with the set and share the AVS's nonces", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs } = rewards;
    await submit(rewards, {});
    const entry = directed(rewards);
    const hash = await hashOf(1n, entry, [104n, 109n], rewards);
    await coordinator.connect(avs).createOperatorDirectedOperatorSetRewardsSubmission({ avs, id: 1 }, [entry]);
    const filter = coordinator.filters.OperatorDirectedOperatorSetRewardsSubmissionCreated();
    const [event] = await coordinator.queryFilter(filter);
    expect(event?.args.operatorDirectedRewardsSubmissionHash).to.equal(hash);
    expect([...(event?.args.operatorSet ?? [])]).to.deep.equal([avs.address, 1n]);
    expect(event?.args.submissionNonce).to.equal(1n);
    expect(await coordinator.isOperatorDirectedOperatorSetRewardsSubmissionHash(avs, hash)).to.equal(true);
  });

  it("RST-43: pay the fee for each operator, rounded down, when the sender opted in", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, token, avs, feeRecipient } = rewards;
    await coordinator.connect(avs).setOptInForProtocolFee(avs, true);
    const entry = directed(rewards);
    const hash = await hashOf(0n, entry, [84n, 88n], rewards);
    // 20 of 104 and 21 of 109, where a fifth of the sum would be 42
    await expect(
      coordinator.connect(avs).createOperatorDirectedAVSRewardsSubmission(avs, [entry]),
    ).to.changeTokenBalances(ethers, token, [avs, feeRecipient, coordinator], [-213n, 41n, 172n]);
    expect(await coordinator.isOperatorDirectedAVSRewardsSubmissionHash(avs, hash)).to.equal(true);
  });

  it("RST-44: are for intervals that have ended", async () => {
    const last = { startTimestamp: START - WEEK, duration: WEEK };
    await refuses(() => ({ startTimestamp: START, duration: WEEK }), "SubmissionNotRetroactive", START + WEEK);
    await takes(() => ({ startTimestamp: START, duration: WEEK }), START + WEEK + 1);
    await takes(() => last);
  });

  it("RST-44: name each operator once, in ascending order, with an amount", async () => {
    await refuses(() => ({ operatorRewards: [] }), "InputArrayLengthZero");
    await refuses(() => ({ operatorRewards: to([ZeroAddress]) }), "InvalidAddressZero");
    await refuses(({ op1 }) => ({ operatorRewards: to([op1.address, op1.address]) }), "OperatorsNotInAscendingOrder");
    await refuses(
      ({ op1 }) => ({ operatorRewards: to([BEACON_CHAIN_ETH_STRATEGY, op1.address]) }),
      "OperatorsNotInAscendingOrder",
    );
    await refuses(({ op1 }) => ({ operatorRewards: to([op1.address], 0n) }), "AmountIsZero");
    await takes(({ op1 }) => ({ operatorRewards: to([op1.address]) }));
  });

  it("RST-44, RST-106: sum to 1e38 - 1 wei at most, before fees", async () => {
    const pair = ({ op1 }: Rewards, amount: bigint) => [
      { operator: "0x0000000000000000000000000000000000000001", amount: MAX_AMOUNT },
      { operator: op1.address, amount },
    ];
    await takes(({ op1 }) => ({ operatorRewards: to([op1.address], MAX_AMOUNT) }));
    await refuses((rewards) => ({ operatorRewards: pair(rewards, 1n) }), "AmountExceedsMax");
    const rewards = await networkHelpers.loadFixture(deployRewards);
    await rewards.coordinator.connect(rewards.avs).setOptInForProtocolFee(rewards.avs, true);
    await expect(submit(rewards, { operatorRewards: pair(rewards, 1n) })).to.be.revertedWithCustomError(
      rewards.coordinator,
      "AmountExceedsMax",
    );
    await submit(rewards, { operatorRewards: to([rewards.op1.address], MAX_AMOUNT) });
    expect(await rewards.token.balanceOf(rewards.feeRecipient)).to.equal(MAX_AMOUNT / 5n);
  });

  it("RST-41: of several faults, the error names the first in the real core's order", async () => {
    const strategies = [{ strategy: BEACON_CHAIN_ETH_STRATEGY, multiplier: 1n }];
    await refuses(
      () => ({ startTimestamp: START + WEEK, operatorRewards: to([ZeroAddress], 0n) }),
      "SubmissionNotRetroactive",
    );
    await refuses(() => ({ startTimestamp: START + WEEK, operatorRewards: [] }), "InputArrayLengthZero");
    await refuses(() => ({ duration: 0, operatorRewards: [], strategiesAndMultipliers: strategies }), "DurationIsZero");
    await refuses(({ op1 }) => ({ operatorRewards: to([op1.address, op1.address], 0n) }), "AmountIsZero");
  });

  it("RST-45: need a sender who may act for the AVS, and a set that exists", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, avs, keeper, permissions } = rewards;
    const entries = [directed(rewards)];
    const byKeeper = coordinator.connect(keeper);
    await expect(byKeeper.createOperatorDirectedAVSRewardsSubmission(avs, entries)).to.be.revertedWithCustomError(
      coordinator,
      "InvalidPermissions",
    );
    await expect(
      byKeeper.createOperatorDirectedOperatorSetRewardsSubmission({ avs, id: 1 }, entries),
    ).to.be.revertedWithCustomError(coordinator, "InvalidPermissions");
    await expect(
      coordinator.connect(avs).createOperatorDirectedOperatorSetRewardsSubmission({ avs, id: 2 }, entries),
    ).to.be.revertedWithCustomError(coordinator, "InvalidOperatorSet");

    const { selector } = coordinator.interface.getFunction("createOperatorDirectedAVSRewardsSubmission");
    await permissions.connect(avs).setAppointee(avs, keeper, coordinator, selector);
    await byKeeper.createOperatorDirectedAVSRewardsSubmission(avs, entries);
    expect(await coordinator.submissionNonce(avs)).to.equal(1n);
  });
});
