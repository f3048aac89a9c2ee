import { expect } from "chai";
import fc from "fast-check";
import type { Queued } from "../actions.ts";
import { restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("the core's list of queued withdrawals", () => {
  it("INV-48: after any order of queueing and completing, the list names what is queued, each once, and nothing that is done (fuzzed)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ queues: fc.boolean(), which: fc.nat(5) }), { minLength: 6, maxLength: 14 }),
        async (steps) => {
          const { core, alice, a, deposit, queue, complete, mine } = await restaking();
          await deposit(alice, a, 100n * ETH);
          const open: Queued[] = [];
          for (let i = 0; i < 3; ++i) open.push(await queue(alice, a, ETH));
          for (const { queues, which } of steps) {
            if (queues || open.length === 0) open.push(await queue(alice, a, ETH));
            else {
              await mine(WITHDRAWAL_DELAY + 1n);
              const [done] = open.splice(which % open.length, 1);
              await complete(done!, true);
              expect(await core.delegation.pendingWithdrawals(done!.root)).to.equal(false);
            }
            const listed = [...(await core.delegation.getQueuedWithdrawalRoots(alice))];
            expect(listed).to.have.members(open.map(({ root }) => root));
            expect(listed.length).to.equal(open.length);
          }
        },
      ),
      {
        numRuns: Number(process.env.LADDER_INVARIANT_RUNS ?? 5),
        seed: 48,
        // the first goes, the last takes its place, and goes next
        examples: [
          [
            [
              { queues: false, which: 0 },
              { queues: false, which: 1 },
              { queues: false, which: 0 },
            ],
          ],
        ],
      },
    );
  });

  it("INV-49: while a withdrawal is paid, alone or among others, who is paid gets into no call of the DelegationManager, and afterwards into each", async () => {
    const { core, ethers, a, op1, mine, queuedBy, networkHelpers, ...world } = await restaking();
    const { delegation, strategies, pods } = core;
    await world.registerOperator(op1);
    const staker = await ethers.deployContract("ReenteringStaker");
    const token = await a.token.getAddress();
    await a.token.mint(staker, 9n * ETH);
    await staker.act(token, a.token.interface.encodeFunctionData("approve", [await strategies.getAddress(), 9n * ETH]));
    const deposit = new ethers.Interface(["function depositIntoStrategy(address,address,uint256)"]);
    await staker.act(strategies, deposit.encodeFunctionData("depositIntoStrategy", [a.address, token, 9n * ETH]));
    await staker.act(pods, pods.interface.encodeFunctionData("createPod"));
    const pod = await pods.getPod(staker);
    await networkHelpers.setBalance(pod, 100n * ETH);
    await (await ethers.getContractAt("ReplayPod", pod)).report(0n, 64n * ETH);

    const queueing = (strategy: string, shares: bigint) =>
      delegation.interface.encodeFunctionData("queueWithdrawals", [
        [{ strategies: [strategy], depositShares: [shares], __deprecated_withdrawer: ethers.ZeroAddress }],
      ]);
    const queue = async (strategy: string, shares: bigint): Promise<Queued> =>
      (await queuedBy(await staker.act(delegation, queueing(strategy, shares))))[0]!;
    const alone = ({ root: _, ...struct }: Queued, of: string) =>
      delegation.interface.encodeFunctionData("completeQueuedWithdrawal", [struct, [of], true]);
    const among = ({ root: _, ...struct }: Queued, of: string) =>
      delegation.interface.encodeFunctionData("completeQueuedWithdrawals", [[struct], [[of]], [true]]);
    const outer = [];
    for (let i = 0; i < 10; ++i) outer.push(await queue(BEACON_CHAIN_ETH_STRATEGY, ETH));
    const inner = [await queue(a.address, ETH), await queue(a.address, ETH)];
    await mine(WITHDRAWAL_DELAY + 1n);
    const calls = [
      alone(inner[0]!, token),
      among(inner[1]!, token),
      queueing(a.address, ETH),
      delegation.interface.encodeFunctionData("delegateTo", [
        op1.address,
        { signature: "0x", expiry: 0n },
        ethers.ZeroHash,
      ]),
      delegation.interface.encodeFunctionData("undelegate", [await staker.getAddress()]),
    ];
    for (const [index, call] of calls.entries()) {
      for (const pay of [alone, among]) {
        await staker.callWhilePaid(delegation, call);
        await staker.act(delegation, pay(outer.pop()!, ethers.ZeroAddress));
        expect([await staker.tried(), await staker.entered()], `call ${index}`).to.deep.equal([true, false]);
      }
      await staker.callWhilePaid(ethers.ZeroAddress, "0x");
      await staker.act(delegation, call);
    }
  });
});
