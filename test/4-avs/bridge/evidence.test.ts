import { expect } from "chai";
import fc from "fast-check";
import { equivocate, messageTree, signVotes } from "../../../scripts/services/bridge.ts";
import { DELAY_BLOCKS, ethers, leave, magnitudeOf, networkHelpers, type ServiceOperator } from "../core.ts";
import {
  deployStaffedBridge,
  LIMIT_WAD,
  LIMIT_WINDOW_SECONDS,
  SLASH_WAD,
  type StaffedBridge,
  TRUST_DELAY_SECONDS,
  voters,
} from "./fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const { time } = networkHelpers;
const ROOTS = [ethers.id("one"), ethers.id("another")] as const;
const State = { None: 0n, Proven: 1n, Punished: 2n } as const;
const RUNS = Number(process.env.EVIDENCE_RUNS ?? 6);

const evidenceOf = async (
  { domain }: StaffedBridge,
  { account, key }: ServiceOperator,
  height: bigint,
  roots = ROOTS,
) => equivocate(key, domain, { operator: account.address, height }, roots);

const prove = async (s: StaffedBridge, operator: ServiceOperator, height: bigint, roots = ROOTS) =>
  s.bridge.proveEquivocation(operator.account, height, ...(await evidenceOf(s, operator, height, roots)));

async function revoke({ bridge }: StaffedBridge, height: bigint) {
  const relays = await bridge.queryFilter(bridge.filters.RootRelayed(height));
  const { operators, weights, totalStake } = relays.at(-1)!.args;
  return bridge.revoke(height, [...operators], [...weights], totalStake);
}

describe("Bridge: evidence before punishment", () => {
  it("AVS-143 AVS-144: with the limit used up at junk heights, a contradicted root is revoked at once, and punished later", async () => {
    const s = await networkHelpers.loadFixture(deployStaffedBridge);
    const { core, avs, bridge, slasher, consumer, mallory, domain, op1, op2 } = s;
    for (const junk of [1n, 2n, 3n]) await prove(s, op1, junk);
    const theft = { nonce: 999n, recipient: mallory.address, amount: 1_000_000n * ETH };
    const forged = messageTree([{ nonce: 1n, recipient: mallory.address, amount: 1n }, theft]);
    const height = 101n;
    await bridge.relay(height, forged.root, await signVotes(voters(op1, op2), domain, { height, root: forged.root }));
    const faultId = await bridge.faultIdOf(op1.account, height);
    const refused = slasher.interface.encodeErrorResult("SlashLimitExceeded", [op1.account.address, 1, SLASH_WAD, 0n]);
    await expect(prove(s, op1, height, [ROOTS[0], forged.root]))
      .to.emit(bridge, "PunishmentWaits")
      .withArgs(faultId, op1.account.address, refused);
    expect(await bridge.faultStateOf(faultId)).to.equal(State.Proven);
    await expect(revoke(s, height)).to.emit(bridge, "RootRevoked").withArgs(height, forged.root);
    await time.increase(TRUST_DELAY_SECONDS);
    await expect(consumer.pay(height, theft, forged.proofOf(1)))
      .to.be.revertedWithCustomError(consumer, "UnknownHeight")
      .withArgs(height);
    await expect(bridge.punish(op1.account, height)).to.be.revertedWithCustomError(slasher, "SlashLimitExceeded");
    await time.increase(LIMIT_WINDOW_SECONDS);
    await bridge.connect(mallory).punish(op1.account, height);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal((WAD * 9n ** 4n) / 10n ** 4n);
    await expect(bridge.punish(op1.account, height))
      .to.be.revertedWithCustomError(bridge, "NothingToPunish")
      .withArgs(faultId, State.Punished);
    await expect(bridge.punish(op2.account, height))
      .to.be.revertedWithCustomError(bridge, "NothingToPunish")
      .withArgs(await bridge.faultIdOf(op2.account, height), State.None);
  });

  it("AVS-143: neither a pause of the core nor a liar that is gone, or has nothing left, keeps a forged root standing", async () => {
    const s = await networkHelpers.loadFixture(deployStaffedBridge);
    const { core, bridge, domain, funder: pauser, op1, op2, avs } = s;
    const height = 7n;
    await bridge.relay(height, ROOTS[1], await signVotes(voters(op1, op2), domain, { height, root: ROOTS[1] }));
    const relayed = await networkHelpers.takeSnapshot();
    const strategies = core.strategies.map(({ target }) => target as string);
    const hiding: (() => Promise<unknown>)[] = [
      async () => core.allocationManager.connect(pauser).pause(2n),
      async () => {
        await leave(core, op1.account, avs);
        await networkHelpers.mine(DELAY_BLOCKS + 1n);
      },
      async () => {
        const none = { operatorSet: { avs, id: 1 }, strategies, newMagnitudes: strategies.map(() => 0n) };
        await core.allocationManager.connect(op1.account).modifyAllocations(op1.account, [none]);
        await networkHelpers.mine(DELAY_BLOCKS + 2n);
      },
    ];
    for (const hide of hiding) {
      await hide();
      await expect(prove(s, op1, height)).to.emit(bridge, "PunishmentWaits");
      await revoke(s, height);
      expect(await bridge.rootAt(height)).to.deep.equal([ethers.ZeroHash, 0n]);
      await relayed.restore();
    }
  });

  it("AVS-144: no amount of gas marks a fault without the slash that could have been", async () => {
    const s = await networkHelpers.loadFixture(deployStaffedBridge);
    const { bridge, slasher, op1 } = s;
    await slasher.addObserver(await ethers.deployContract("RecordingObserver"));
    const evidence = await evidenceOf(s, op1, 1n);
    const faultId = await bridge.faultIdOf(op1.account, 1n);
    const enough = await bridge.proveEquivocation.estimateGas(op1.account, 1n, ...evidence);
    const seen = { none: 0, punished: 0 };
    for (let gasLimit = 80_000n; gasLimit <= enough + 40_000n; gasLimit += 9_871n) {
      const before = await networkHelpers.takeSnapshot();
      await bridge.proveEquivocation(op1.account, 1n, ...evidence, { gasLimit }).catch(() => undefined);
      const state = await bridge.faultStateOf(faultId);
      expect(state, `${gasLimit}`).not.to.equal(State.Proven);
      seen[state === State.None ? "none" : "punished"]++;
      await before.restore();
    }
    expect(Math.min(seen.none, seen.punished)).to.be.greaterThan(3);
  });

  it("AVS-143 AVS-144: what is proven counts at once, is punished once, and within the limit, in any order (fuzzed)", async () => {
    const s = await networkHelpers.loadFixture(deployStaffedBridge);
    const { core, bridge, avs, domain, op1, op2 } = s;
    const start = await networkHelpers.takeSnapshot();
    const height = fc.bigInt(1n, 4n);
    const step = fc.oneof(
      fc.record({ kind: fc.constant("prove" as const), height }),
      fc.record({ kind: fc.constant("punish" as const), height }),
      fc.record({ kind: fc.constant("relay" as const), height }),
      fc.record({ kind: fc.constant("relay" as const), height }),
      fc.record({ kind: fc.constant("revoke" as const), height }),
      fc.record({ kind: fc.constant("wait" as const), height: fc.bigInt(1n, 8n) }),
      fc.record({ kind: fc.constant("leave" as const), height }),
      fc.record({ kind: fc.constant("pause" as const), height }),
    );
    const seen = { waits: 0, punished: 0, revoked: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 16, maxLength: 26 }), async (steps) => {
        await start.restore();
        const proven = new Set<bigint>();
        const punished: bigint[] = [];
        const relayed = new Set<bigint>();
        let isPaused = false;
        let hasLeft = false;
        for (const one of steps) {
          const about = one.height;
          const id = await bridge.faultIdOf(op1.account, about);
          const took = async () => {
            if ((await bridge.faultStateOf(id)) === State.Punished) {
              punished.push(BigInt(await time.latest()));
              ++seen.punished;
            } else ++seen.waits;
          };
          if (one.kind === "wait") await time.increase(about * 86_400n);
          if (one.kind === "pause") {
            isPaused = !isPaused;
            await (isPaused ? core.allocationManager.connect(s.funder).pause(2n) : core.allocationManager.unpause(0n));
          }
          if (one.kind === "leave" && !hasLeft) {
            hasLeft = true;
            await leave(core, op1.account, avs);
          }
          if (one.kind === "prove") {
            if (proven.has(about)) {
              await expect(prove(s, op1, about)).to.be.revertedWithCustomError(bridge, "AlreadyProven");
            } else {
              await prove(s, op1, about);
              proven.add(about);
              await took();
              // op1 holds half of the stake: without its word a root of the two has no quorum
              if (relayed.delete(about)) {
                await revoke(s, about);
                ++seen.revoked;
              }
            }
          }
          if (one.kind === "punish") {
            const before = await bridge.faultStateOf(id);
            const done = await bridge.punish(op1.account, about).then(
              () => true,
              () => false,
            );
            if (done) {
              expect(before).to.equal(State.Proven);
              await took();
            }
          }
          if (one.kind === "relay" && !relayed.has(about)) {
            const votes = await signVotes(voters(op1, op2), domain, { height: about, root: ROOTS[1] });
            const sent = bridge.relay(about, ROOTS[1], votes);
            if (hasLeft) await expect(sent).to.be.revertedWithCustomError(bridge, "NotMember");
            else if (proven.has(about)) await expect(sent).to.be.revertedWithCustomError(bridge, "SignerEquivocated");
            else {
              await sent;
              relayed.add(about);
            }
          }
          if (one.kind === "revoke" && relayed.has(about)) {
            await expect(revoke(s, about)).to.be.revertedWithCustomError(bridge, "QuorumStands");
          }
          let magnitude = WAD;
          for (const _ of punished) magnitude -= (magnitude * SLASH_WAD + WAD - 1n) / WAD;
          expect(await magnitudeOf(core, op1.account, avs)).to.equal(magnitude);
          for (const at of punished) {
            const window = punished.filter((other) => other >= at && other < at + BigInt(LIMIT_WINDOW_SECONDS));
            expect(BigInt(window.length) * SLASH_WAD <= LIMIT_WAD).to.equal(true);
          }
          for (const one of proven) expect(await bridge.equivocated(op1.account, one)).to.equal(true);
        }
      }),
      { numRuns: RUNS, seed: 143 },
    );
    expect(Math.min(seen.waits, seen.punished, seen.revoked)).to.be.greaterThan(2);
  });
});
