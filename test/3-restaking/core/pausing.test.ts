import { expect } from "chai";
import { restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

/** The core with something of everything done once, and a switch for each contract's bits. */
async function world() {
  const ready = await restaking();
  const { core, ethers, pauser, alice, op1, a, operatorIn, deposit, delegate, queue, mine } = ready;
  const set = await operatorIn(op1, 1n, a, WAD / 2n);
  await deposit(alice, a, 9n * ETH);
  await delegate(alice, op1);
  const withdrawal = await queue(alice, a, ETH);
  await mine(WITHDRAWAL_DELAY + 1n);
  const errors = await ethers.getContractAt("IPausable", core.pauserRegistry);
  const pause = async (contract: { getAddress(): Promise<string> }, bit: number) => {
    const pausable = await ethers.getContractAt("IPausable", await contract.getAddress());
    await pausable.connect(pauser).pause(1n << BigInt(bit));
  };
  const stopped = (call: Promise<unknown>) => expect(call).to.be.revertedWithCustomError(errors, "CurrentlyPaused");
  return { ...ready, ...core, set, withdrawal, pause, stopped };
}

describe("the core: pausing", () => {
  it("RST-29: bit 0 of the DelegationManager stops delegating, and leaving goes on", async () => {
    const { delegation, alice, bob, op1, pause, stopped, delegate, registerOperator } = await world();
    await pause(delegation, 0);
    await stopped(delegate(bob, op1));
    await stopped(registerOperator(bob));
    await delegation.connect(alice).undelegate(alice);
  });

  it("RST-29: bit 1 of the DelegationManager stops queueing, and completing goes on", async () => {
    const { delegation, alice, a, withdrawal, pause, stopped, queueCall, complete, redelegate, op1 } = await world();
    await pause(delegation, 1);
    await stopped(queueCall(alice, [a], [1n]));
    await stopped(delegation.connect(alice).undelegate(alice));
    await stopped(redelegate(alice, op1));
    await complete(withdrawal, true);
  });

  it("RST-29: bit 2 of the DelegationManager stops completing, and queueing goes on", async () => {
    const { delegation, alice, a, withdrawal, pause, stopped, queueCall, complete } = await world();
    await pause(delegation, 2);
    await stopped(complete(withdrawal, true));
    await stopped(delegation.connect(alice).completeQueuedWithdrawals([], [], []));
    await queueCall(alice, [a], [1n]);
  });

  it("RST-29: bit 0 of the AllocationManager stops allocating, and slashing goes on", async () => {
    const { allocation, op1, set, a, pause, stopped, allocate, slash } = await world();
    await pause(allocation, 0);
    await stopped(allocate(op1, set, a, 1n));
    await stopped(allocation.clearDeallocationQueue(op1, [a.address], [1]));
    await slash(op1, set, [a], [1n]);
  });

  it("RST-29: bit 1 of the AllocationManager stops slashing, and allocating goes on", async () => {
    const { allocation, op1, set, a, pause, stopped, allocate, slash } = await world();
    await pause(allocation, 1);
    await stopped(slash(op1, set, [a], [1n]));
    await allocate(op1, set, a, 1n);
  });

  it("RST-29: bit 2 of the AllocationManager stops joining and leaving, and slashing goes on", async () => {
    const { allocation, op1, op2, set, a, pause, stopped, registerOperator, join, leave, slash } = await world();
    await registerOperator(op2);
    await pause(allocation, 2);
    await stopped(join(op2, set));
    await stopped(leave(op1, set));
    await slash(op1, set, [a], [1n]);
  });

  it("RST-29: bit 0 of the StrategyManager stops deposits, signed ones too, and nothing else", async () => {
    const { strategies, ethers, alice, a, withdrawal, pause, stopped, deposit, complete } = await world();
    await pause(strategies, 0);
    await stopped(deposit(alice, a, 1n));
    const signed = strategies.depositIntoStrategyWithSignature;
    await stopped(signed(a.address, a.token, 1n, alice, 2n ** 64n, ethers.ZeroHash));
    await complete(withdrawal, false);
  });

  it("RST-29: a strategy's bits stop what comes in, and what goes out", async () => {
    const { alice, a, b, withdrawal, pause, stopped, deposit, complete } = await world();
    await pause(a.strategy, 1);
    await stopped(complete(withdrawal, true));
    await deposit(alice, a, 1n);
    await pause(b.strategy, 0);
    await stopped(deposit(alice, b, 1n));
  });

  it("RST-29: bit 0 of the EigenPodManager stops new pods, and old ones report on", async () => {
    const { pods, ethers, alice, bob, pause, stopped, reportBalance } = await world();
    await reportBalance(alice, 0n, 32n * ETH);
    await pause(pods, 0);
    await stopped(pods.connect(bob).createPod());
    await stopped(pods.connect(alice).stake("0x", "0x", ethers.ZeroHash, { value: ETH }));
    await reportBalance(alice, 32n * ETH, ETH);
  });
});
