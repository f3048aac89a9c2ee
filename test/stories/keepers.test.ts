import { expect } from "chai";
import { type BaseContract, type ContractRunner, Interface, type InterfaceAbi } from "ethers";
import hre from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { credentialsArguments } from "../../scripts/beacon/proofs/calldata.ts";
import { beaconOf } from "../../scripts/lib/ladder/beacon.ts";
import { advanceBlocks, blocksToNextEpoch } from "../../scripts/lib/ladder/clock.ts";
import { govern } from "../../scripts/lib/ladder/governor.ts";
import { depositEth, depositLst, request, stake } from "../../scripts/lib/ladder/holders.ts";
import { restake, syncAll, unwind } from "../../scripts/lib/ladder/keepers.ts";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { addSlot, registerKeys, registerOperator } from "../../scripts/lib/ladder/operators.ts";
import { podOf } from "../../scripts/lib/ladder/pod-of.ts";
import { begin, checkpoint, validatorsOf, verifyNew } from "../../scripts/lib/ladder/pods.ts";
import { MOST_REQUEST_FEE, requestFees, RequestFeeTooHigh } from "../../scripts/lib/ladder/request-fee.ts";
import { round } from "../../scripts/lib/ladder/round.ts";
import { penaliseValidators, slashValidator } from "../../scripts/lib/ladder/rung-one.ts";
import { sent } from "../../scripts/lib/ladder/sent.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";
import { freshLadder } from "./fresh-ladder.ts";

const DAY = 7_200n;

/**
 * Every function of the vault's contracts that changes something, by who has a reason to call it: a keeper's round, those
 * whose own the thing is, someone who decides (nothing that a machine should), or other contracts and roles alone, which
 * each checks first.
 */
const FUNCTIONS: Readonly<Record<string, Readonly<Record<"round" | "own" | "decision" | "closed", string>>>> = {
  Vault: {
    round: "syncAll reportFailure payOwed sync holdExits",
    own: "deposit depositLst acceptAnnouncedLoss recapitalise approve transfer transferFrom permit",
    decision: "",
    closed:
      "addComponent removeComponent beginMove endMove bookLstGain escrow fill markForClose payInstantExit receiveCover receiveGain release returnIdle sendIdle setReserve setTerms setWoundUp",
  },
  Restaker: {
    round:
      "restakeEth restakeLst unwind exitValidators trim trimValidators leaveIneligible complete requestLstExit claimLstExit",
    own: "multicall",
    decision: "",
    closed:
      "addSlot addStrategy leaveOperator removeStrategy retireLst retireStrategy setAuthority setLimits setOperator setSlot",
  },
  OperatorDelegator: {
    round: "refreshExits reportPart startCheckpoint verifyWithdrawalCredentials",
    own: "",
    decision: "",
    closed: "complete delegateTo depositTokens exitValidators initialize queue stake undelegate",
  },
  // a delegator's calls are for itself
  UnprovenKeys: { round: "proveKeys", own: "add beforeProof afterProof", decision: "", closed: "" },
  ExitQueue: {
    round: "close settle sweep",
    own: "request requestMany cancel claim claimMany claimFor claimForOwner allowClaimsByOthers",
    decision: "",
    closed: "receiveFill",
  },
  FeeSplit: { round: "payTreasury", own: "", decision: "", closed: "" },
  Cover: { round: "", own: "join cooldown cancelCooldown withdraw fund", decision: "", closed: "draw" },
  InstantExit: { round: "", own: "exitInstantly", decision: "", closed: "charge noteInflow setAuthority setLimits" },
  // with the proof of a distribution: `npm run rewards`
  RewardsClaimer: { round: "", own: "claim", decision: "", closed: "" },
  RunOff: { round: "", own: "", decision: "windUp", closed: "nameSuccessor setAuthority" },
  SlashingGuard: { round: "isHeldBack isHeldBackBy", own: "", decision: "", closed: "drop list setAuthority" },
  LstReserve: {
    round: "",
    own: "",
    decision: "",
    closed: "claimExit receiveLst requestExit retire send setAuthority setLimits",
  },
  DepositKeys: { round: "dropUsed", own: "", decision: "", closed: "registerKeys setAuthority skipKey take" },
  SlashListener: { round: "onAnnouncement onSlash", own: "", decision: "", closed: "" },
};

/** What stands in the place of a call: a full sync makes it. */
const WITHIN_SYNC = ["sync", "holdExits", "syncOperator", "isHeldBack", "isHeldBackBy", "onAnnouncement", "onSlash"];

/** A ladder whose one operator has keys, and 130 ETH of Alice's. */
async function withKeys(
  keys: number,
): Promise<{ ladder: Ladder; alice: HardhatEthersSigner; mallory: HardhatEthersSigner }> {
  const ladder = await freshLadder();
  const [operator, alice, mallory] = ladder.others as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  await advanceBlocks(ladder.provider, await registerOperator(ladder, operator));
  await addSlot(ladder, operator, { weightBps: 10_000n, capWei: 1_000n * ETH });
  await registerKeys(ladder, 0n, keys);
  await syncAll(ladder);
  await depositEth(ladder, alice, 130n * ETH);
  return { ladder, alice, mallory };
}

/** A contract that writes down which of its functions are asked for. */
function spied<T extends BaseContract>(contract: T, asked: Set<string>): T {
  return new Proxy(contract, {
    get(target, name) {
      if (typeof name === "string") asked.add(name);
      if (name === "connect") return (runner: ContractRunner) => spied(target.connect(runner), asked);
      return Reflect.get(target, name, target) as unknown;
    },
  });
}

/** The same ladder, all of whose contracts write down what is asked of them. */
function watched(ladder: Ladder): { ladder: Ladder; asked: ReadonlySet<string> } {
  const asked = new Set<string>();
  const contracts = Object.fromEntries(
    Object.entries(ladder.contracts).map(([name, contract]) => [name, spied(contract as BaseContract, asked)]),
  ) as unknown as Ladder["contracts"];
  const ethers = new Proxy(ladder.ethers, {
    get(target, name) {
      if (name === "getContractAt")
        return async (abi: string, address: string) => spied(await target.getContractAt(abi, address), asked);
      return Reflect.get(target, name, target) as unknown;
    },
  });
  return { ladder: { ...ladder, contracts, ethers }, asked };
}

describe("A keeper's round", () => {
  it("SCN-60: goes on after a failure and says what failed, and ends a checkpoint that a stranger has begun", async () => {
    const { ladder, mallory } = await withKeys(2);
    expect(await round(ladder)).to.deep.equal([]);
    await advanceBlocks(ladder.provider, DAY);
    expect(await round(ladder)).to.deep.equal([]);
    const { delegator, pod } = await podOf(ladder, 0n);
    expect(await pod.activeValidatorCount()).to.equal(2n);
    // a stranger gives the pod a validator, which every checkpoint asks for from here on, and begins one
    const credentials = ladder.ethers.concat(["0x010000000000000000000000", await pod.getAddress()]);
    const gift = depositDataFor(pubkeyOf("gift", 0), credentials, 32n * GWEI);
    const { beaconChain, vault } = ladder.contracts;
    await sent(
      beaconChain.connect(mallory).deposit(gift.pubkey, credentials, gift.signature, gift.root, { value: 32n * ETH }),
    );
    await advanceBlocks(ladder.provider, DAY);
    const index = (await beaconChain.validatorCount()) - 1n;
    const news = await (await beaconOf(ladder)).latest();
    const proof = credentialsArguments(news, news.timestamp, [index]);
    await sent(delegator.connect(mallory).verifyWithdrawalCredentials(...proof));
    await begin(ladder, 0n, mallory);
    const begun = await pod.currentCheckpointTimestamp();
    expect(await round(ladder)).to.deep.equal([]);
    expect(await pod.lastCheckpointTimestamp()).to.be.greaterThan(begun);
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
    const { recognised, lockedProfit } = await vault.totals();
    expect(recognised + lockedProfit).to.be.greaterThan(159n * ETH);
    // the core stops checkpoints: all else is done, and the round says so
    await sent(ladder.contracts.pods.connect(ladder.guardian).pause(1n << 6n));
    await advanceBlocks(ladder.provider, DAY);
    const { lastFullSync } = await vault.totals();
    const troubles = await round(ladder);
    expect(troubles.map(({ job }) => job)).to.deep.equal(["checkpoint of slot 0"]);
    expect(troubles[0]!.reason).to.match(/CurrentlyPaused/);
    expect((await vault.totals()).lastFullSync).to.be.greaterThan(lastFullSync);
    expect(await vault.isStale()).to.equal(false);
  });

  it("SCN-61: a validator that left before its proof stops nobody, and is gone with its ETH in the books, day after day", async () => {
    const { ladder } = await withKeys(4);
    await restake(ladder, 0n);
    await advanceBlocks(ladder.provider, DAY);
    await slashValidator(ladder, 0n);
    const { delegator } = await podOf(ladder, 0n);
    for (let day = 0; day < 2; ++day) {
      expect(await round(ladder)).to.deep.equal([]);
      await advanceBlocks(ladder.provider, DAY);
    }
    const [left] = await ladder.contracts.unprovenKeys.keysOf(delegator);
    expect(left!.leaves).to.equal(true);
    // 36 days later, with rounds before and after
    await advanceBlocks(ladder.provider, 37n * DAY);
    expect(await round(ladder)).to.deep.equal([]);
    expect(await ladder.contracts.unprovenKeys.keysOf(delegator)).to.have.length(0);
    expect(await delegator.value()).to.be.within(126n * ETH, 130n * ETH);
  });

  it("SCN-65: a pod that lost everything, with ETH that nobody can count, is no trouble of any round", async () => {
    const { ladder, mallory } = await withKeys(4);
    await restake(ladder, 0n);
    await advanceBlocks(ladder.provider, DAY);
    await verifyNew(ladder, 0n);
    const { delegator, pod } = await podOf(ladder, 0n);
    // all within one epoch, before anything more is earned
    const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
    const genesis = await ladder.contracts.beaconChain.genesisTime();
    await advanceBlocks(ladder.provider, blocksToNextEpoch(BigInt(timestamp), genesis));
    await penaliseValidators(ladder, 0n, 33n * ETH);
    await checkpoint(ladder, 0n);
    for (let day = 0; day < 2; ++day) {
      expect(await round(ladder)).to.deep.equal([]);
      expect(await delegator.value()).to.equal(0n);
      expect(await ladder.contracts.vault.isStale()).to.equal(false);
      await (await mallory.sendTransaction({ to: pod, value: 5n * ETH })).wait();
      await advanceBlocks(ladder.provider, DAY);
    }
  });

  it("SCN-62: strangers' requests raise the fee, and keepers ask for it first and pay it, but not any fee", async () => {
    const { ladder, alice, mallory } = await withKeys(2);
    await restake(ladder, 0n);
    await advanceBlocks(ladder.provider, 20n * DAY);
    await verifyNew(ladder, 0n);
    await checkpoint(ladder, 0n);
    const { beaconChain, exitQueue, vault } = ladder.contracts;
    await ladder.provider.request({
      method: "hardhat_setBalance",
      params: [mallory.address, `0x${(10n ** 24n).toString(16)}`],
    });
    await ladder.provider.request({ method: "evm_setAutomine", params: [false] });
    const raise = async (blocks: number) => {
      for (let block = 0; block < blocks; ++block) {
        for (let i = 0; i < 50; ++i)
          await beaconChain
            .connect(mallory)
            .requestWithdrawal(`0x${"cd".repeat(48)}`, 0n, { value: ETH / 10n, gasLimit: 150_000n });
        await ladder.provider.request({ method: "evm_mine", params: [] });
      }
    };
    await raise(9);
    await ladder.provider.request({ method: "evm_setAutomine", params: [true] });
    expect(await beaconChain.withdrawalRequestFee()).to.be.greaterThan(GWEI);
    expect(await requestFees(ladder, 3)).to.be.greaterThan(3n * GWEI);
    await syncAll(ladder);
    await request(ladder, alice, (await vault.balanceOf(alice)) - ETH);
    await advanceBlocks(ladder.provider, 1n);
    await sent(exitQueue.connect(ladder.keeper).close());
    await unwind(ladder, 0n);
    const [first] = await validatorsOf(ladder, 0n);
    expect((await beaconChain.validator(first!.index)).exitEpoch).to.be.below(2n ** 32n);
    await ladder.provider.request({ method: "evm_setAutomine", params: [false] });
    await raise(8);
    await ladder.provider.request({ method: "evm_setAutomine", params: [true] });
    expect(await beaconChain.withdrawalRequestFee()).to.be.greaterThan(MOST_REQUEST_FEE);
    const refused: unknown = await requestFees(ladder, 1).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RequestFeeTooHigh);
  });

  it("SCN-63: everything that anybody may call for the vault is in the round, or its owner's, or a decision", async () => {
    for (const [contract, { round: inRound, own, decision, closed }] of Object.entries(FUNCTIONS)) {
      const { abi } = await hre.artifacts.readArtifact(contract);
      const functions = new Set<string>();
      Interface.from(abi as unknown as InterfaceAbi).forEachFunction(({ name, constant }) => {
        if (!constant) functions.add(name);
      });
      const named = [inRound, own, decision, closed].flatMap((names) => names.split(" ").filter(Boolean));
      expect([...functions].sort(), contract).to.deep.equal(named.sort());
    }
    // validators, one of them not proven yet, stake that its operator throws out, and a batch that an LST's exit serves
    const { ladder, alice } = await withKeys(5);
    await round(ladder);
    await advanceBlocks(ladder.provider, DAY);
    const { ladder: seen, asked } = watched(ladder);
    // for a while a validator is above the slot's cap
    await govern(ladder, ladder.contracts.restaker, "setSlot", [0n, 10_000n, 90n * ETH]);
    expect(await round(seen)).to.deep.equal([]);
    await govern(ladder, ladder.contracts.restaker, "setSlot", [0n, 10_000n, 1_000n * ETH]);
    await depositEth(ladder, alice, 40n * ETH);
    await round(ladder);
    await advanceBlocks(ladder.provider, 150n);
    await depositLst(ladder, alice, await stake(ladder, alice, 30n * ETH));
    await request(ladder, alice, 60n * ETH);
    await sent(ladder.contracts.exitQueue.connect(ladder.keeper).close());
    const { delegator } = await podOf(ladder, 0n);
    await sent(ladder.contracts.delegation.connect(ladder.others[0]!).undelegate(delegator));
    expect(await round(seen, { closes: true })).to.deep.equal([]);
    // the pod takes the last validator by now
    await advanceBlocks(ladder.provider, 200n);
    expect(await round(seen, { closes: true })).to.deep.equal([]);
    // the validators may leave by now: one round asks them to, the next looks after them
    for (let day = 0; day < 2; ++day) {
      await advanceBlocks(ladder.provider, 2n * DAY);
      expect(await round(seen, { closes: true })).to.deep.equal([]);
    }
    const wanted = Object.values(FUNCTIONS).flatMap(({ round: names }) => names.split(" ").filter(Boolean));
    expect(wanted.filter((name) => !asked.has(name) && !WITHIN_SYNC.includes(name))).to.deep.equal([]);
  });
});
