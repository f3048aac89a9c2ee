import { ZeroHash } from "ethers";
import { advanceBlocks, BLOCK_SECONDS } from "../lib/ladder/clock.ts";
import { govern } from "../lib/ladder/governor.ts";
import { depositEth, depositLst, exitNow, request, stake } from "../lib/ladder/holders.ts";
import { collect, restake, settle, syncAll, tellOfClose, unwind } from "../lib/ladder/keepers.ts";
import { registerKeys } from "../lib/ladder/operators.ts";
import { sent } from "../lib/ladder/sent.ts";
import { type Field, SET_ID } from "./field.ts";
import type { Ground, Who } from "./ground.ts";
import { registeredKeys } from "./registered-keys.ts";
import { signedRequests } from "./signed-request.ts";
import { ETH, WAD } from "../lib/units.ts";

const FOREVER = 2n ** 64n - 1n;
const CAP_WEI = 10n ** 6n * ETH;
/** A listing that leaves the deployment's own its part of the time. */
const HOLD = { budgetSeconds: 2_400, periodSeconds: 86_400 } as const;

/** The field's ladder: the real vault over the real core. */
export async function ladderGround({ ladder, people, north, avs }: Field): Promise<Ground> {
  const { contracts, addresses, provider, keeper, ethers } = ladder;
  const { vault, exitQueue, instantExit, delegation, restaker, wstETH, stETH } = contracts;
  const signer = (who: Who) => people[who === "wallet" ? "alice" : who];
  const wallet = await ethers.deployContract("GreedyReceiver", [exitQueue, 50_000n]);
  await sent(wallet.allow());
  const addressOf = async (who: Who) => (who === "wallet" ? wallet.getAddress() : signer(who).getAddress());
  const tickets = new Map<Who, bigint>();
  const pass = (seconds: bigint) => advanceBlocks(provider, seconds / BigInt(BLOCK_SECONDS) + 1n);
  const stakeLater = async (who: Who, wei: bigint) =>
    depositLst(ladder, signer(who), await stake(ladder, signer(who), wei));
  const close = async (): Promise<void> => {
    await pass(await exitQueue.closeIntervalSeconds());
    await sent(exitQueue.connect(keeper).close());
  };
  const complete = async (): Promise<void> => {
    await advanceBlocks(provider, (await delegation.minWithdrawalDelayBlocks()) + 1n);
    await collect(ladder);
  };
  const register = async (): Promise<string> => (await registerKeys(ladder, 0n, 1))[0]!;
  return {
    ...registeredKeys(ladder, register, () => sent(restaker.connect(keeper).restakeEth(0n, 1n))),
    ...signedRequests(ladder, vault, contracts.entrance, people, (who, ticket) => tickets.set(who, ticket)),
    ladder,
    vault,
    queue: exitQueue,
    exits: instantExit,
    core: delegation,
    restaker,
    addressOf,
    stakeLater,
    pass,
    close,
    deposit: (who, wei) => depositEth(ladder, signer(who), wei),
    async depositFor(account, wei) {
      await syncAll(ladder);
      await sent(vault.connect(avs).deposit(account, 0n, FOREVER, { value: wei }));
    },
    async finish() {
      await unwind(ladder, 0n);
      await complete();
      await settle(ladder);
    },
    async stake(who, wei) {
      await stakeLater(who, wei);
      await restake(ladder, 0n);
    },
    async request(who, shares, owner = who) {
      const args = [shares, await addressOf(owner), 0n, FOREVER] as const;
      const connected = exitQueue.connect(signer(who));
      tickets.set(owner, await connected.request.staticCall(...args));
      await sent(connected.request(...args));
    },
    async settle() {
      await tellOfClose(ladder);
      await sent(exitQueue.connect(keeper).settle());
    },
    async claim(who) {
      const ticket = tickets.get(who);
      if (ticket === undefined) throw new Error(`${who} has no ticket`);
      if (who === "wallet") await sent(exitQueue.connect(keeper).claimFor([ticket]));
      else await sent(exitQueue.connect(signer(who)).claim(ticket, await addressOf(who)));
    },
    leave: async (who) => exitNow(ladder, signer(who), await vault.balanceOf(signer(who))),
    offer: async (who, to) => sent(vault.connect(signer(who)).approve(to, await vault.balanceOf(signer(who)))),
    async gain(wei) {
      await sent(wstETH.connect(keeper).transfer(addresses.wstEthStrategy, await stake(ladder, keeper, wei)));
      await syncAll(ladder);
    },
    slash: (percent) =>
      sent(
        contracts.allocation.connect(avs).slashOperator(avs, {
          operator: north,
          operatorSetId: SET_ID,
          strategies: [addresses.wstEthStrategy],
          wadsToSlash: [(WAD * percent) / 100n],
          description: "",
        }),
      ),
    async announce(percent) {
      const wolf = await ethers.deployContract("CryingWolf", [avs]);
      await govern(ladder, contracts.slashingGuard, "list", [
        await wolf.getAddress(),
        HOLD.budgetSeconds,
        HOLD.periodSeconds,
      ]);
      const { timestamp } = (await ethers.provider.getBlock("latest"))!;
      await sent(wolf.cry(north, 1n, (WAD * percent) / 100n, timestamp + HOLD.budgetSeconds, 1n));
      await sent(vault.connect(keeper).holdExits(wolf));
    },
    report: () => syncAll(ladder),
    async callBack(shares) {
      await request(ladder, people.alice, shares);
      await close();
      await unwind(ladder, 0n);
    },
    complete,
    async takeOn(operator) {
      await govern(ladder, restaker, "setSlot", [0n, 0n, CAP_WEI]);
      const slot = await restaker.slotCount();
      await govern(ladder, restaker, "addSlot", [operator, 10_000n, CAP_WEI, "0x", FOREVER, ZeroHash]);
      await restake(ladder, slot);
    },
    async worth(account) {
      const lst = await stETH.getPooledEthByShares(await wstETH.balanceOf(account));
      const shares = await vault.toAssetsDown(await vault.balanceOf(account));
      return (await ethers.provider.getBalance(account)) + lst + shares;
    },
  };
}
