import { depositDataFor, pubkeyHashOf, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import type { ComponentMock, CryingWolf } from "../../typechain-types/index.ts";
import { FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";

/** What each call is about, in wei. */
export const AMOUNT = 20n * ETH;

/** A vault in which each way in and out is open to bob, and whatever can happen to it can. */
export interface NewsWorld extends Ladder {
  readonly keys: { pubkey: string }[];
  readonly wolf: CryingWolf;
  readonly late: ComponentMock;
  /** wstETH of bob's that is worth {@link AMOUNT}. */
  readonly lstAmount: bigint;
}

/**
 * Alice stays with 300 ETH: 96 in validators, 60 as an LST with the second operator, the rest idle. Bob has 100 ETH of
 * shares and a ticket of 20 in every state: open, closed with news from after its close, filled, and filled by the facade.
 * He and alice underwrite 5 ETH each, and his door is open.
 */
export async function standUpNews(): Promise<NewsWorld> {
  const s = await standUpLadder();
  const { vault, queue, alice, bob, keeper, cover, facade, weth, networkHelpers: help } = s;
  await s.instantExit.setLimits(100n * ETH, 24n * HOUR, 0n, 0n);
  await s.secure(keeper, s.opTwo, [String(s.strategy.target)]);
  const wolf = await s.ethers.deployContract("CryingWolf", [keeper]);
  await s.slashingGuard.list(wolf, 24n * HOUR, 48n * HOUR);
  const late = await s.ethers.deployContract("ComponentMock");
  await s.settings.addComponent(late);
  await withPool(s);
  await vault.syncAll();
  await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 240n * ETH });
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  const keys = await s.stakeValidators(0n, 3);
  await s.restaker.setSlot(0n, 0n, 10n ** 6n * ETH);
  await s.restaker.setSlot(1n, 10_000n, 10n ** 6n * ETH);
  await vault.connect(alice).depositLst(s.lst, await s.giveLst(alice, 60n * ETH), alice, 0n, FOREVER);
  await s.restaker.restakeLst(1n, s.lst);
  await vault.connect(bob).deposit(bob, 0n, FOREVER, { value: 180n * ETH });
  for (const one of [alice, bob]) await cover.connect(one).join(one, 0n, { value: 5n * ETH });
  await vault.connect(bob).approve(facade, 2n ** 255n);
  await vault.connect(bob).approve(s.entrance, 2n ** 255n);
  const asks = () => queue.connect(bob).request(AMOUNT, bob, 0n, FOREVER);
  const close = async () => {
    const at = await queue.closeableAt();
    if (BigInt(await help.time.latest()) < at) await help.time.increaseTo(at);
    await queue.close();
    await s.checkpoint(0n, keys);
  };
  await asks();
  await facade.connect(bob).requestRedeem(AMOUNT, bob, bob);
  await close();
  await queue.settle();
  await cover.connect(bob).cooldown(await cover.sharesOf(bob));
  await asks();
  await close();
  await asks();
  const door = (await cover.leaveOf(1n)).opensAt;
  await help.time.increaseTo(door + 60n);
  await s.checkpoint(0n, keys);
  const lstAmount = await s.giveLst(bob, AMOUNT);
  await s.lst.connect(bob).approve(s.entrance, 2n ** 255n);
  await weth.connect(bob).deposit({ value: 10n * AMOUNT });
  await weth.connect(bob).approve(facade, 2n ** 255n);
  await s.stEth.report(100n);
  // what has been earned has dripped: nothing but the news moves a price
  await vault.syncAll();
  return { ...s, keys, wolf, late, lstAmount };
}

/** Two validators of the LST's own pool, which others' stake fills. */
async function withPool(s: Ladder): Promise<void> {
  const credentials = await s.stEth.withdrawalCredentials();
  const keys = [0, 1].map((number) => depositDataFor(pubkeyOf("pool", number), credentials, 32n * GWEI));
  await s.stEth.connect(s.admin).registerKeys(
    keys.map(({ pubkey }) => pubkey),
    keys.map(({ signature }) => signature),
  );
  await s.giveLst(s.keeper, 70n * ETH);
  await s.stEth.stakeBuffered(2n);
  await s.advanceEpochs(300n);
  await s.stEth.report(100n);
}

const indexOf = async (s: Ladder, { pubkey }: { pubkey: string }) =>
  (await s.beacon.indexOf(pubkeyHashOf(pubkey))).index;

/** Something that has happened, and how everybody comes to know it. */
export interface News {
  readonly name: string;
  readonly what: string;
  readonly happens: (s: NewsWorld) => Promise<unknown>;
  readonly isTold: (s: NewsWorld) => Promise<unknown>;
}

const sync = (s: NewsWorld) => s.vault.syncAll();
const checkpoint = async (s: NewsWorld) => {
  await s.checkpoint(0n, s.keys);
  await s.vault.syncAll();
};
const slash = (s: NewsWorld) => s.slash(s.keeper, s.opTwo, [String(s.strategy.target)], ETH / 2n);
const execute = async (s: NewsWorld) => {
  await s.wolf.hush(s.opTwo);
  await slash(s);
  await s.vault.syncAll();
};
const cry = async (s: NewsWorld) => s.wolf.cry(s.opTwo, 1, ETH / 2n, 2n ** 40n, 1n);

export const NEWS: readonly News[] = [
  {
    name: "a slash, not synced",
    what: "half of the second operator's stake was slashed",
    happens: slash,
    isTold: sync,
  },
  {
    name: "a slash, announced and heard",
    what: "the same is announced, and the vault was told",
    happens: async (s) => {
      await cry(s);
      await s.vault.holdExits(s.wolf);
    },
    isTold: execute,
  },
  {
    name: "a slash, announced and not heard",
    what: "the same is announced, and nobody told the vault",
    happens: cry,
    isTold: execute,
  },
  {
    name: "a penalty, no checkpoint",
    what: "validators lost 24 ETH, and no checkpoint was made since",
    happens: async (s) => {
      for (const key of s.keys) await s.beacon.reportPenalty(await indexOf(s, key), 8n * GWEI);
    },
    isTold: checkpoint,
  },
  {
    name: "a gain, no checkpoint",
    what: "24 ETH came into a pod, and no checkpoint was made since",
    happens: async (s) => s.alice.sendTransaction({ to: await s.delegators[0].pod(), value: 24n * ETH }),
    isTold: checkpoint,
  },
  {
    name: "a loss of the LST, not reported",
    what: "validators of the LST's pool lost 16 ETH, and no report was made since",
    happens: async (s) => {
      const [staying] = await s.stEth.validators();
      for (const index of staying) await s.beacon.connect(s.admin).reportPenalty(index, 8n * GWEI);
    },
    isTold: async (s) => {
      await s.stEth.report(100n);
      await s.vault.syncAll();
    },
  },
  {
    name: "a part that cannot be read",
    what: "a component fails, and nobody has reported it",
    happens: (s) => s.late.setBroken(true),
    isTold: async (s) => {
      await s.late.setBroken(false);
      await s.vault.syncAll();
    },
  },
];
