import { expect } from "chai";
import fc from "fast-check";
import type { Queued } from "../3-restaking/actions.ts";
import { restakingFixture, WITHDRAWAL_DELAY } from "../3-restaking/fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, GWEI, WAD } from "../../scripts/lib/units.ts";

const restaking = await restakingFixture();

/** A unit of the slashing factor of 1e18 may be lost at each change of it. */
const dust = (changes: number) => BigInt(changes) * 10n ** 3n;

describe("findings: beacon chain ether in the core", () => {
  it("EL23-M01: neither the staker nor the operator has more slashable shares than the balance that is proven", async () => {
    const act = fc.record({ kind: fc.nat(2), gwei: fc.bigInt(1n, 20n * GWEI) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 6 }), async (acts) => {
        const { core, alice, op1, registerOperator, delegate, reportBalance, withdrawable, queue } = await restaking();
        await registerOperator(op1);
        await reportBalance(alice, 0n, 32n * ETH);
        await delegate(alice, op1);
        let proven = 32n * ETH;
        for (const { kind, gwei } of acts) {
          const change = gwei * GWEI;
          if (kind === 0) {
            await reportBalance(alice, proven, change);
            proven += change;
          } else if (kind === 1 && 2n * change < proven) {
            await reportBalance(alice, proven, -change);
            proven -= change;
          } else if (await withdrawable(alice, BEACON_CHAIN_ETH_STRATEGY)) {
            await queue(alice, BEACON_CHAIN_ETH_STRATEGY, GWEI);
          }
          const operatorShares = await core.delegation.operatorShares(op1, BEACON_CHAIN_ETH_STRATEGY);
          expect((await withdrawable(alice, BEACON_CHAIN_ETH_STRATEGY)) <= proven).to.equal(true);
          expect(operatorShares <= proven + dust(acts.length), `${operatorShares} of ${proven}`).to.equal(true);
        }
      }),
      {
        numRuns: 8,
        examples: [
          [
            [
              { kind: 1, gwei: 16n * GWEI },
              { kind: 1, gwei: 3n },
            ],
          ],
        ],
      },
    );
  });

  it("EL-CERT-M02: an operator's shares are its stakers', whatever comes back from the queue after losses", async () => {
    const parts = fc.record({ loss: fc.bigInt(0n, 30n), queued: fc.bigInt(1n, 32n), gain: fc.bigInt(0n, 9n) });
    await fc.assert(
      fc.asyncProperty(parts, parts, async (one, two) => {
        const {
          core,
          alice,
          bob,
          op1,
          registerOperator,
          delegate,
          reportBalance,
          withdrawable,
          queue,
          complete,
          mine,
        } = await restaking();
        await registerOperator(op1);
        const stakers = [
          { staker: alice, ...one },
          { staker: bob, ...two },
        ];
        const withdrawals = [];
        for (const { staker, queued, loss, gain } of stakers) {
          await reportBalance(staker, 0n, 32n * ETH);
          await delegate(staker, op1);
          withdrawals.push(await queue(staker, BEACON_CHAIN_ETH_STRATEGY, queued * ETH));
          if (loss > 0n) await reportBalance(staker, 32n * ETH, -loss * ETH);
          if (gain > 0n) await reportBalance(staker, (32n - loss) * ETH, gain * ETH);
        }
        await mine(WITHDRAWAL_DELAY + 1n);
        for (const withdrawal of withdrawals) await complete(withdrawal, false);
        const held =
          (await withdrawable(alice, BEACON_CHAIN_ETH_STRATEGY)) + (await withdrawable(bob, BEACON_CHAIN_ETH_STRATEGY));
        const counted = await core.delegation.operatorShares(op1, BEACON_CHAIN_ETH_STRATEGY);
        const difference = counted > held ? counted - held : held - counted;
        expect(difference <= dust(6), `${counted} counted, ${held} held`).to.equal(true);
      }),
      { numRuns: 8 },
    );
  });

  it("EL-CAN-311: amounts beyond what there is are refused, of any size, and make no shares", async () => {
    const { core, alice, op1, registerOperator, reportBalance, delegate, queueCall } = await restaking();
    await registerOperator(op1);
    await reportBalance(alice, 0n, 32n * ETH);
    for (const amount of [32n * ETH + 1n, 2n ** 128n, 2n ** 255n, 2n ** 256n - ETH, 2n ** 256n - 1n]) {
      // what overflows is as good as refused
      await queueCall(alice, [BEACON_CHAIN_ETH_STRATEGY], [amount]).catch(() => undefined);
    }
    expect(await core.pods.podOwnerDepositShares(alice)).to.equal(32n * ETH);
    await delegate(alice, op1);
    expect(await core.delegation.operatorShares(op1, BEACON_CHAIN_ETH_STRATEGY)).to.equal(32n * ETH);
  });

  it("KR-M02: services' slashes and validators' penalties in any order leave checkpoints, the queue and completions open", async () => {
    const act = fc.record({ kind: fc.nat(2), share: fc.bigInt(1n, 9n) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 7 }), async (acts) => {
        const { core, alice, op1, operatorIn, delegate, reportBalance, slash, queue, complete, mine } =
          await restaking();
        const set = await operatorIn(op1, 1n, BEACON_CHAIN_ETH_STRATEGY, WAD);
        await reportBalance(alice, 0n, 32n * ETH);
        await delegate(alice, op1);
        let balance = 32n * ETH;
        const withdrawals = [await queue(alice, BEACON_CHAIN_ETH_STRATEGY, ETH)];
        for (const { kind, share } of acts) {
          const part = ((balance * share) / 10n / GWEI) * GWEI;
          if (kind === 0) await slash(op1, set, [BEACON_CHAIN_ETH_STRATEGY], [(WAD * share) / 10n]);
          if (kind === 1) {
            await reportBalance(alice, balance, -part);
            balance -= part;
          }
          if (kind === 2) {
            await reportBalance(alice, balance, ETH);
            balance += ETH;
          }
          withdrawals.push(await queue(alice, BEACON_CHAIN_ETH_STRATEGY, ETH));
        }
        await mine(WITHDRAWAL_DELAY + 1n);
        for (const withdrawal of withdrawals) await complete(withdrawal, true);
        expect((await core.delegation.getQueuedWithdrawals(alice)).withdrawals).to.deep.equal([]);
      }),
      {
        numRuns: 8,
        examples: [
          [
            [
              { kind: 0, share: 5n },
              { kind: 1, share: 6n },
              { kind: 0, share: 5n },
            ],
          ],
        ],
      },
    );
  });

  it("EL-CERT-H01: while a withdrawal is paid nothing else of the core can be called by who is paid", async () => {
    const { core, ethers, a, mine, queuedBy, networkHelpers } = await restaking();
    const staker = await ethers.deployContract("ReenteringStaker");
    const { delegation, strategies, pods } = core;
    const token = await a.token.getAddress();

    await a.token.mint(staker, 4n * ETH);
    await staker.act(token, a.token.interface.encodeFunctionData("approve", [await strategies.getAddress(), ETH]));
    const deposit = new ethers.Interface(["function depositIntoStrategy(address,address,uint256)"]);
    await staker.act(strategies, deposit.encodeFunctionData("depositIntoStrategy", [a.address, token, ETH]));
    await staker.act(pods, pods.interface.encodeFunctionData("createPod"));
    const podAddress = await pods.getPod(staker);
    await networkHelpers.setBalance(podAddress, 100n * ETH);
    await (await ethers.getContractAt("ReplayPod", podAddress)).report(0n, 32n * ETH);
    const queue = async (strategy: string, shares: bigint): Promise<Queued> => {
      const params = [{ strategies: [strategy], depositShares: [shares], __deprecated_withdrawer: ethers.ZeroAddress }];
      const data = delegation.interface.encodeFunctionData("queueWithdrawals", [params]);
      return (await queuedBy(await staker.act(delegation, data)))[0]!;
    };
    const completion = ({ root: _, ...struct }: Queued, of: string) =>
      delegation.interface.encodeFunctionData("completeQueuedWithdrawal", [struct, [of], true]);
    const ether = completion(await queue(BEACON_CHAIN_ETH_STRATEGY, 8n * ETH), ethers.ZeroAddress);
    const tokens = completion(await queue(a.address, ETH / 2n), token);
    await mine(WITHDRAWAL_DELAY + 1n);

    await staker.callWhilePaid(delegation, tokens);
    await staker.act(delegation, ether);
    expect([await staker.tried(), await staker.entered()]).to.deep.equal([true, false]);
    expect(await ethers.provider.getBalance(staker)).to.equal(8n * ETH);
    expect(await a.token.balanceOf(staker)).to.equal(3n * ETH);
    // what was refused then is open afterwards
    await staker.act(delegation, tokens);
    expect(await a.token.balanceOf(staker)).to.equal((7n * ETH) / 2n);
  });
});
