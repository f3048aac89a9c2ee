import { network } from "hardhat";
import { depositDataFor, pubkeyHashOf, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import Staking from "../../deploy/modules/1-staking.ts";
import { liquidStakingModule } from "../../deploy/modules/2-liquid-staking.ts";
import { restakingModule } from "../../deploy/modules/3-restaking.ts";
import { strategiesModule } from "../../deploy/modules/3-strategies.ts";
import { vaultModule } from "../../deploy/modules/5-lrt.ts";
import { ETH } from "../../scripts/lib/units.ts";

const liquidStaking = liquidStakingModule(Staking);
const restaking = await restakingModule("RungOnePod", Staking);
const strategies = strategiesModule(liquidStaking, restaking);
const VaultModule = await vaultModule(
  (m) => ({ ...m.useModule(liquidStaking), ...m.useModule(restaking), ...m.useModule(strategies), announcing: [] }),
  "exposed",
  "RungOneKeyVerifier",
);

export const HOUR = 3_600n;
export const FOREVER = 2n ** 40n;
/** Delays of the core in these tests, in blocks. */
export const DELAY_BLOCKS = 50;
/** How old a pod's checkpoint may be in these tests, in seconds. */
export const MAX_CHECKPOINT_AGE = 720n * HOUR;
/** What the cover pays at most in a window in these tests, in wei and seconds. */
export const COVER = { capAssets: 10n * ETH, windowSeconds: 168n * HOUR } as const;
const SLOT_SECONDS = 12n;
const EPOCH_SECONDS = 32n * SLOT_SECONDS;

export type Ladder = Awaited<ReturnType<typeof deployLadderWith>>;

const { ethers, ignition, networkHelpers, provider } = await network.create();

/** All rungs up to the vault, deployed by their modules with short delays; two operators at half of the weight each. */
export const standUpLadder = (): Promise<Ladder> => restored(deployLadder);

/** How long a batch waits at least in {standUpWaitingLadder}, in seconds: longer than the LST's own exit takes there. */
export const LEAST_WAIT = 2n * HOUR;

/** The same, where a batch is not paid sooner than {LEAST_WAIT} after its close. */
export const standUpWaitingLadder = (): Promise<Ladder> => restored(deployWaitingLadder);

/**
 * The state after `fixture`, which is a deployment or starts with {standUpLadder}; made once, restored afterwards. Its clock goes
 * on from where it was: what a machine took for other tests in the meantime is no time of this one.
 */
export async function restored<T>(fixture: () => Promise<T>): Promise<T> {
  const state = await networkHelpers.loadFixture(fixture);
  await networkHelpers.time.setNextBlockTimestamp((await networkHelpers.time.latest()) + 1);
  return state;
}

const deployWaitingLadder = () => deployLadderWith(LEAST_WAIT);
const deployLadder = () => deployLadderWith(0n);

async function deployLadderWith(leastWaitSeconds: bigint) {
  const signers = await ethers.getSigners();
  const actor = (index: number) => {
    const signer = signers[index];
    if (signer === undefined) throw new Error(`the network has no account ${index}`);
    return signer;
  };
  const [admin, guardian, registrar, alice, bob, opOne, opTwo, treasury, keeper] = [
    actor(0),
    actor(1),
    actor(2),
    actor(3),
    actor(4),
    actor(5),
    actor(6),
    actor(7),
    actor(8),
  ];
  const genesisTime = BigInt(await networkHelpers.time.latest());
  const at = await ignition.deploy(VaultModule, {
    parameters: {
      Staking: {
        network: admin.address,
        genesisTime,
        totalActiveBalanceGwei: 34_000_000n * 10n ** 9n,
        issuanceReserveWei: 1_000n * ETH,
      },
      LiquidStaking: {
        guardian: guardian.address,
        curator: admin.address,
        treasury: treasury.address,
        feeBps: 1_000n,
        maxReportAgeSeconds: 10n ** 9n,
        batchIntervalSeconds: HOUR,
        bootstrapWei: 10n ** 15n,
      },
      Restaking: {
        minWithdrawalDelayBlocks: DELAY_BLOCKS,
        deallocationDelayBlocks: DELAY_BLOCKS,
        allocationConfigurationDelayBlocks: DELAY_BLOCKS,
        calculationIntervalSeconds: 86_400n,
        maxRewardsDurationSeconds: 6_048_000n,
        maxRetroactiveLengthSeconds: 14_515_200n,
        maxFutureLengthSeconds: 2_592_000n,
        genesisRewardsTimestamp: 86_400n * 19_000n,
        activationDelaySeconds: 0n,
        defaultSplitBips: 1_000n,
      },
      Vault: {
        dripSeconds: 24n * HOUR,
        quarantineSeconds: 24n * HOUR,
        maxCheckpointAgeSeconds: MAX_CHECKPOINT_AGE,
        deadGraceSeconds: 48n * HOUR,
        closeIntervalSeconds: HOUR,
        minRequestShares: 10n ** 12n,
        leastWaitSeconds,
        coverCapAssets: COVER.capAssets,
        coverWindowSeconds: COVER.windowSeconds,
        coverCooldownSeconds: 3n * HOUR,
        coverUnstakeWindowSeconds: HOUR,
        longestExitSeconds: 0n,
        longestVetoSeconds: HOUR,
        coverPremiumBps: 1_000n,
        feeBps: 1_000n,
        depositCapAssets: 10n ** 6n * ETH,
        instantExitCapacityAssets: 100n * ETH,
        instantExitPeriodSeconds: 24n * HOUR,
        instantExitLeastFeeBps: 10n,
        instantExitGreatestFeeBps: 110n,
        instantExitNewsSeconds: 24n * HOUR,
        lstCapAssets: 10n ** 5n * ETH,
        lstInflowAssets: 10n ** 4n * ETH,
        lstInflowPeriodSeconds: 24n * HOUR,
        minLegAssets: ETH / 10n,
        unwindIntervalSeconds: HOUR,
        minMagnitudeWad: ETH / 10n,
        reactionBlocks: 10n,
        maxSets: 4n,
        trimToleranceBps: 500n,
        governorDelaySeconds: 0n,
        treasury: treasury.address,
      },
    },
  });
  const delegator = await ethers.getContractAt("OperatorDelegator", at.delegatorImplementation.target);
  const beacon = await ethers.getContractAt("BeaconChain", await delegator.beaconChain());
  const vault = await ethers.getContractAt("Vault", at.vault.target);
  const slashingGuard = await ethers.getContractAt("SlashingGuard", at.slashingGuard.target);
  const runOff = await ethers.getContractAt("RunOff", at.runOff.target);
  const settings = await ethers.getContractAt("VaultSettings", at.vaultSettings.target);
  const queue = await ethers.getContractAt("ExitQueue", at.exitQueue.target);
  const tickets = await ethers.getContractAt("ExitTickets", at.exitTickets.target);
  const cover = await ethers.getContractAt("Cover", at.cover.target);
  const feeSplit = await ethers.getContractAt("FeeSplit", at.feeSplit.target);
  const restaker = await ethers.getContractAt("Restaker", at.restaker.target);
  const targets = await ethers.getContractAt("Allocations", at.targets.target);
  const rules = await ethers.getContractAt("OperatorRules", at.operatorRules.target);
  const exposure = await ethers.getContractAt("VaultExposure", at.vaultExposure.target);
  const announcedLoss = await ethers.getContractAt("AnnouncedLoss", at.announcedLoss.target);
  const depositKeys = await ethers.getContractAt("DepositKeys", at.depositKeys.target);
  const unprovenKeys = await ethers.getContractAt("UnprovenKeys", at.unprovenKeys.target);
  const lstReserve = await ethers.getContractAt("LstReserve", at.lstReserve.target);
  const claimer = await ethers.getContractAt("RewardsClaimer", at.rewardsClaimer.target);
  const instantExit = await ethers.getContractAt("InstantExit", at.instantExit.target);
  const views = await ethers.getContractAt("VaultViews", at.vaultViews.target);
  const facade = await ethers.getContractAt("VaultFacade", at.vaultFacade.target);
  const entrance = await ethers.getContractAt("SyncedEntrance", at.syncedEntrance.target);
  const estimates = await ethers.getContractAt("ExitEstimates", at.exitEstimates.target);
  const authority = await ethers.getContractAt("VaultAuthority", at.authority.target);
  const weth = await ethers.getContractAt("WETH", at.weth.target);
  const core = {
    delegation: await ethers.getContractAt("DelegationManager", await restaker.delegation()),
    allocations: await ethers.getContractAt("AllocationManager", await rules.allocationManager()),
    rewards: await ethers.getContractAt("RewardsCoordinator", await claimer.rewardsCoordinator()),
  };
  const stEth = await ethers.getContractAt("StakedEther", await lstReserve.stakedEther());
  const lst = await ethers.getContractAt("WrappedStakedEther", await lstReserve.lst());
  const lstQueue = await ethers.getContractAt("UnstakingQueue", await lstReserve.exitQueue());
  const strategy = await ethers.getContractAt("StrategyBase", await restaker.strategyOf(lst));

  // an operator's allocation delay must exceed the way out of the core
  for (const operator of [opOne, opTwo]) {
    await core.delegation.connect(operator).registerAsOperator(ethers.ZeroAddress, DELAY_BLOCKS + 10, "");
    await restaker.addSlot(operator, 5_000n, 10n ** 6n * ETH, "0x", 0n, ethers.ZeroHash);
  }
  const delegatorAt = async (slot: bigint) =>
    ethers.getContractAt("OperatorDelegator", (await restaker.slotAt(slot)).delegator);
  const delegators = [await delegatorAt(0n), await delegatorAt(1n)] as const;

  /** wstETH for `user`, approved for the vault. */
  const giveLst = async (user: typeof alice, wei: bigint) => {
    await stEth.connect(user).submit(ethers.ZeroAddress, { value: wei });
    await stEth.connect(user).approve(lst, wei);
    await lst.connect(user).wrap(await stEth.balanceOf(user));
    await lst.connect(user).approve(vault, 2n ** 255n);
    return lst.balanceOf(user);
  };
  const registerKeys = async (slot: bigint, count: number) => {
    const pod = await (await delegatorAt(slot)).pod();
    const credentials = ethers.concat(["0x010000000000000000000000", pod]);
    const keys = Array.from({ length: count }, (_, number) =>
      depositDataFor(pubkeyOf(`slot ${slot}`, number), credentials, 32n * 10n ** 9n),
    );
    const listed = keys.map(({ pubkey, signature, root }) => ({ pubkey, signature, depositDataRoot: root }));
    await depositKeys.connect(registrar).registerKeys(slot, listed);
    return keys;
  };
  /**
   * To the second slot of the epoch that comes `epochs` later: the chain's clock runs with the machine's, and what a
   * test looks at next must not meet a new epoch because the machine is slow.
   */
  const advanceEpochs = async (epochs: bigint) => {
    const epoch = (BigInt(await networkHelpers.time.latest()) - genesisTime) / EPOCH_SECONDS;
    await networkHelpers.time.increaseTo(genesisTime + (epoch + epochs) * EPOCH_SECONDS + SLOT_SECONDS);
  };
  /** Several calls in one block, as they are sent. */
  const inOneBlock = async (...calls: (() => Promise<{ wait(): Promise<unknown> }>)[]) => {
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const sent = [];
    for (const call of calls) sent.push(await call());
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    await Promise.all(sent.map((transaction) => transaction.wait()));
  };
  /** Lets the LST's exit queue pay what is in it from the pool's buffer. */
  const fillLstExits = async () => {
    await networkHelpers.time.increase(HOUR);
    await lstQueue.close();
    const gas = { gasLimit: 5_000_000n };
    await inOneBlock(
      () => stEth.report(100n, gas),
      () => lstQueue.fill(10n, gas),
    );
  };
  /** Completes every matured withdrawal of a slot. */
  const completeAll = async (slot: bigint) => {
    const { withdrawals } = await core.delegation.getQueuedWithdrawals((await restaker.slotAt(slot)).delegator);
    for (const w of withdrawals) {
      await restaker.complete(slot, {
        staker: w.staker,
        delegatedTo: w.delegatedTo,
        withdrawer: w.withdrawer,
        nonce: w.nonce,
        startBlock: w.startBlock,
        strategies: [...w.strategies],
        scaledShares: [...w.scaledShares],
      });
    }
  };
  /** Proves the credentials of a slot's validators that are active by now. */
  const verifyKeys = async (slot: bigint, keys: { pubkey: string }[]) => {
    const delegator = await delegatorAt(slot);
    const indices: bigint[] = [];
    for (const { pubkey } of keys) indices.push((await beacon.indexOf(pubkeyHashOf(pubkey))).index);
    await networkHelpers.mine();
    await delegator.verifyWithdrawalCredentials(
      await networkHelpers.time.latest(),
      { beaconStateRoot: ethers.ZeroHash, proof: "0x" },
      indices,
      indices.map(() => "0x"),
      indices.map(() => []),
    );
    return indices;
  };
  /** Proves what rung 1 says of a slot's keys that are no shares yet: now, or in the state of the pod's last checkpoint. */
  const proveKeys = async (slot: bigint, keys: { pubkey: string }[], when: "now" | "checkpoint" = "now") => {
    const delegator = await delegatorAt(slot);
    const pod = await ethers.getContractAt("IEigenPod", await delegator.pod());
    const indices: bigint[] = [];
    for (const { pubkey } of keys) indices.push((await beacon.indexOf(pubkeyHashOf(pubkey))).index);
    if (when === "now") await networkHelpers.mine();
    const timestamp = when === "now" ? await networkHelpers.time.latest() : await pod.lastCheckpointTimestamp();
    return unprovenKeys.proveKeys(
      delegator,
      timestamp,
      indices,
      indices.map(() => "0x"),
    );
  };
  /** A whole checkpoint of a slot's pod over these validators. */
  const checkpoint = async (slot: bigint, keys: { pubkey: string }[]) => {
    await (await delegatorAt(slot)).startCheckpoint();
    await proveCheckpoint(slot, keys);
  };
  /** Ends a checkpoint that has begun. */
  const proveCheckpoint = async (slot: bigint, keys: { pubkey: string }[]) => {
    const delegator = await delegatorAt(slot);
    const pod = await ethers.getContractAt("IEigenPod", await delegator.pod());
    const proofs = keys.map(({ pubkey }) => ({
      pubkeyHash: pubkeyHashOf(pubkey),
      balanceRoot: ethers.ZeroHash,
      proof: "0x",
    }));
    if ((await pod.currentCheckpointTimestamp()) !== 0n) {
      await pod.verifyCheckpointProofs({ balanceContainerRoot: ethers.ZeroHash, proof: "0x" }, proofs);
    }
  };
  /** Stakes `count` validators of a slot, proves them once they are old enough to leave, and brings them into the books. */
  const stakeValidators = async (slot: bigint, count: number) => {
    const keys = await registerKeys(slot, count);
    await restaker.restakeEth(slot, BigInt(count));
    await advanceEpochs(300n);
    await verifyKeys(slot, keys);
    await checkpoint(slot, keys);
    await vault.syncAll();
    return keys;
  };
  /** Lets the account `avs` slash `wad` of what an operator has allocated of a strategy to its set 0. */
  const slash = async (avs: typeof alice, operator: typeof alice, strategies: string[], wad: bigint) =>
    core.allocations.connect(avs).slashOperator(avs, {
      operator,
      operatorSetId: 0n,
      strategies,
      wadsToSlash: strategies.map(() => wad),
      description: "",
    });
  /** Makes `avs` a service with set 0 over these strategies, and the operator allocate everything to it. */
  const secure = async (avs: typeof alice, operator: typeof alice, strategies: string[]) => {
    const me = core.allocations.connect(avs);
    if (!(await core.allocations.isOperatorSet({ avs, id: 0n }))) {
      await me.updateAVSMetadataURI(avs, "");
      await me.setAVSRegistrar(avs, await ethers.deployContract("ReplayRegistrar"));
      await me["createOperatorSets(address,(uint32,address[],address)[])"](avs, [
        { operatorSetId: 0n, strategies, slasher: avs },
      ]);
    }
    const operators = core.allocations.connect(operator);
    await operators.registerForOperatorSets(operator, { avs, operatorSetIds: [0n], data: "0x" });
    await operators.modifyAllocations(operator, [
      { operatorSet: { avs, id: 0n }, strategies, newMagnitudes: strategies.map(() => ETH) },
    ]);
    await networkHelpers.mine(DELAY_BLOCKS + 11);
  };
  return {
    ethers,
    networkHelpers,
    provider,
    ...core,
    beacon,
    vault,
    settings,
    slashingGuard,
    runOff,
    queue,
    tickets,
    cover,
    feeSplit,
    restaker,
    targets,
    rules,
    depositKeys,
    unprovenKeys,
    exposure,
    announcedLoss,
    lstReserve,
    claimer,
    instantExit,
    views,
    facade,
    entrance,
    estimates,
    authority,
    weth,
    stEth,
    lst,
    lstQueue,
    strategy,
    delegators,
    admin,
    guardian,
    registrar,
    alice,
    bob,
    opOne,
    opTwo,
    treasury,
    keeper,
    giveLst,
    registerKeys,
    advanceEpochs,
    inOneBlock,
    fillLstExits,
    completeAll,
    verifyKeys,
    proveKeys,
    checkpoint,
    proveCheckpoint,
    stakeValidators,
    slash,
    secure,
  };
}

/** The restaker's limits, to be set again with changes. */
export async function limitsOf(s: Ladder) {
  const [minLegAssets, unwindIntervalSeconds, minMagnitudeWad, reactionBlocks, maxSets, trimToleranceBps] =
    await s.restaker.limits();
  return { minLegAssets, unwindIntervalSeconds, minMagnitudeWad, reactionBlocks, maxSets, trimToleranceBps };
}
