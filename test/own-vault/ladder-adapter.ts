import { type Field, SET_ID } from "../../scripts/attacks/field.ts";
import { advanceBlocks, BLOCK_SECONDS } from "../../scripts/lib/ladder/clock.ts";
import { depositLst, request, stake } from "../../scripts/lib/ladder/holders.ts";
import { restake, syncAll } from "../../scripts/lib/ladder/keepers.ts";
import { round } from "../../scripts/lib/ladder/round.ts";
import { sent } from "../../scripts/lib/ladder/sent.ts";
import { WAD } from "../../scripts/lib/units.ts";
import type { LrtAdapter } from "../../scripts/own-vault/adapter.ts";

/** Stake comes back from the core first, and from the LST's pool after its next report. */
const MOST_ROUNDS = 20;

/** The ladder over its core, as the properties ask for it; each time from the field's beginning. */
export async function openLadderVault({ ladder, north, avs, reset }: Field): Promise<LrtAdapter> {
  await reset();
  const { contracts, addresses, provider, keeper } = ladder;
  const { vault, exitQueue, delegation, allocation, wstETH } = contracts;
  return {
    async deposit(holder, wei) {
      const before = await vault.balanceOf(holder);
      await depositLst(ladder, holder, await stake(ladder, holder, wei));
      await restake(ladder, 0n);
      return (await vault.balanceOf(holder)) - before;
    },
    request: async (holder, shares) => request(ladder, holder, shares),
    async finish() {
      await advanceBlocks(provider, (await exitQueue.closeIntervalSeconds()) / BigInt(BLOCK_SECONDS) + 1n);
      const waited = await exitQueue.openBatchId();
      for (let rounds = 0; rounds < MOST_ROUNDS && (await exitQueue.fillingBatchId()) <= waited; ++rounds) {
        await round(ladder, { closes: true });
        await advanceBlocks(provider, (await delegation.minWithdrawalDelayBlocks()) + 1n);
      }
    },
    claim: async (holder, ticket) => void (await sent(exitQueue.connect(holder).claim(ticket, holder))),
    gain: async (wei) =>
      void (await sent(wstETH.connect(keeper).transfer(addresses.wstEthStrategy, await stake(ladder, keeper, wei)))),
    lose: async (bips) =>
      void (await sent(
        allocation.connect(avs).slashOperator(avs, {
          operator: north,
          operatorSetId: SET_ID,
          strategies: [addresses.wstEthStrategy],
          wadsToSlash: [(WAD * bips) / 10_000n],
          description: "",
        }),
      )),
    report: async () => void (await syncAll(ladder)),
    async rest() {
      await advanceBlocks(provider, 15_000n);
      await syncAll(ladder);
    },
    gift: async (wei) => void (await sent(vault.connect(keeper).recapitalise({ value: wei }))),
    sharesOf: (holder) => vault.balanceOf(holder),
  };
}
