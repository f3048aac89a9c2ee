import { artifacts } from "hardhat";
import { Decoder, readAbis } from "../../scripts/lib/ladder/answers.ts";
import { FOREVER, restored } from "./ladder.ts";
import { AMOUNT, NEWS, type NewsWorld, standUpNews } from "./news-world.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** Virtual assets and shares of the vault. */
const VIRTUAL = 10n ** 6n;
/** What a few seconds of a drip more or less come to, in wei. */
const DUST = 10n ** 15n;

const terms = (s: NewsWorld) => ({
  receiver: s.bob,
  minShares: 0n,
  deadline: FOREVER,
  newsFrom: 0n,
  acceptsAnnouncedLoss: false,
});

/** Each way in and out, by bob, with 20 ETH or what he has in the queue, the facade and the cover. */
const CALLS: Readonly<Record<string, (s: NewsWorld) => Promise<unknown>>> = {
  "`Vault.deposit`": (s) => s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: AMOUNT }),
  "`Vault.depositLst`": (s) => s.vault.connect(s.bob).depositLst(s.lst, s.lstAmount, s.bob, 0n, FOREVER),
  "`SyncedEntrance.depositEth`": (s) => s.entrance.connect(s.bob).depositEth(terms(s), { value: AMOUNT }),
  "`SyncedEntrance.depositLst`": (s) => s.entrance.connect(s.bob).depositLst(s.lst, s.lstAmount, terms(s)),
  "`VaultFacade.deposit`": (s) => s.facade.connect(s.bob).deposit(AMOUNT, s.bob),
  "`VaultFacade.mint`": (s) => s.facade.connect(s.bob).mint(AMOUNT, s.bob),
  "`ExitQueue.request`": (s) => s.queue.connect(s.bob).request(AMOUNT, s.bob, 0n, FOREVER),
  "`SyncedEntrance.request`": (s) => s.entrance.connect(s.bob).request(AMOUNT, s.bob, 0n, FOREVER, 0n),
  "`VaultFacade.requestRedeem`": (s) => s.facade.connect(s.bob).requestRedeem(AMOUNT, s.bob, s.bob),
  "`ExitQueue.cancel`": (s) => s.queue.connect(s.bob).cancel(3n << 64n, s.bob),
  "`ExitQueue.close`": (s) => s.queue.connect(s.bob).close(),
  "`ExitQueue.settle`": (s) => s.queue.connect(s.bob).settle(),
  "`ExitQueue.claim`": (s) => s.queue.connect(s.bob).claim(1n << 64n, s.bob),
  "`VaultFacade.redeem`": (s) => s.facade.connect(s.bob).redeem(AMOUNT, s.bob, s.bob),
  "`InstantExit.exitInstantly`": (s) => s.instantExit.connect(s.bob).exitInstantly(AMOUNT, s.bob, 0n, FOREVER),
  "`Cover.join`": (s) => s.cover.connect(s.bob).join(s.bob, 0n, { value: 2n * ETH }),
  "`Cover.withdraw`": (s) => s.cover.connect(s.bob).withdraw(1n, s.bob, 0n),
};

/** What a call does: refused by an error's name, or what bob has more by having made it before everybody knew, in wei. */
export type Outcome = { readonly refused: string } | { readonly gained: bigint };

/** All that bob has, at the deposit price: shares, tickets, what waits for him, underwriting and money. Gas is free here. */
async function wealth(s: NewsWorld): Promise<bigint> {
  const { vault, queue, facade, cover, bob } = s;
  const t = await vault.totals();
  const worth = (shares: bigint) => (shares * (t.recognised + t.lockedProfit + VIRTUAL)) / (t.supply + VIRTUAL);
  let sum = (await s.ethers.provider.getBalance(bob)) + (await s.weth.balanceOf(bob));
  sum += await s.lstReserve.toAssetsDown(await s.lst.balanceOf(bob));
  let shares = await vault.balanceOf(bob);
  for (let id = 1n; id <= (await queue.openBatchId()); ++id) {
    for (let index = 0n; index < (await queue.batchOf(id)).tickets; ++index) {
      const ticket = await queue.ticketOf((id << 64n) | index);
      if (ticket.owner !== bob.address) continue;
      const batch = await queue.batchOf(id);
      sum += ticket.claimableAssets;
      shares += (ticket.shares * (batch.shares - batch.filledShares)) / batch.shares;
    }
    shares += await facade.pendingRedeemRequest(id, bob);
  }
  sum += await facade.maxWithdraw(bob);
  const underwrites = (await cover.sharesOf(bob)) + (await cover.leaveOf(1n)).shares;
  return sum + worth(shares) + (await cover.toAssetsDown(underwrites));
}

/** Every call with every kind of news, on the chain. */
export async function playNews(): Promise<Record<string, Record<string, Outcome>>> {
  const decoder = new Decoder(await readAbis(artifacts));
  const s = await restored(standUpNews);
  const table: Record<string, Record<string, Outcome>> = {};
  const start = await s.networkHelpers.takeSnapshot();
  /** What bob has at the end, without what he paid for gas; or the error of his call. */
  const play = async (steps: readonly (() => Promise<unknown>)[], call?: () => Promise<unknown>) => {
    let spent = 0n;
    for (const step of steps) {
      if (step !== call) {
        await step();
        continue;
      }
      try {
        const sent = (await step()) as { wait(): Promise<{ gasUsed: bigint; gasPrice: bigint } | null> };
        const receipt = (await sent.wait())!;
        spent = receipt.gasUsed * receipt.gasPrice;
      } catch (thrown) {
        const name = decoder.error(thrown)?.name;
        if (name === undefined) throw thrown;
        await start.restore();
        return name;
      }
    }
    const has = (await wealth(s)) + spent;
    await start.restore();
    return has;
  };
  for (const [name, make] of Object.entries(CALLS)) {
    const row: Record<string, Outcome> = {};
    for (const news of NEWS) {
      const [happens, tell, call] = [() => news.happens(s), () => news.isTold(s), () => make(s)];
      const blind = await play([happens, call, tell], call);
      if (typeof blind === "string") {
        row[news.name] = { refused: blind };
        continue;
      }
      // who knows beforehand would have called after, or not at all
      const knowing = await play([happens, tell, call], call);
      const fair = typeof knowing === "string" ? await play([happens, tell]) : knowing;
      const gained = blind - (fair as bigint);
      row[news.name] = { gained: gained < DUST && gained > -DUST ? 0n : gained };
    }
    table[name] = row;
  }
  return table;
}

/** A sum of ETH with its sign. */
function shownGain(wei: bigint): string {
  if (wei === 0n) return "0";
  const milli = (wei < 0n ? -wei : wei) + 5n * 10n ** 14n;
  const digits = String((milli / 10n ** 15n) % 1_000n).padStart(3, "0");
  return `${wei < 0n ? "−" : "+"}${milli / 10n ** 18n}.${digits}`;
}

/** The page of all cells. */
export function newsPage(table: Record<string, Record<string, Outcome>>): string {
  const shown = (one: Outcome) => ("refused" in one ? `\`${one.refused}\`` : shownGain(one.gained));
  const names = NEWS.map(({ name }) => name);
  const rows = Object.entries(table).map(
    ([call, row]) => `| ${call} | ${names.map((name) => shown(row[name]!)).join(" | ")} |`,
  );
  return `# Prices and news

What each way in and out does while something has happened that not everybody knows. This page is what
\`test/5-lrt/prices-and-news.test.ts\` sees on a running chain, and that test fails when it is not (VLT-117).

Alice stays with 300 ETH: 96 in validators, 60 as an LST with the second operator, the rest idle. Bob has 100 ETH of shares, a
ticket of 20 in each state of the queue and of the facade, 5 ETH in the cover and as much ETH, WETH and wstETH as he needs. Each
call is about 20 ETH (\`Cover.join\`: 2, \`Cover.withdraw\`: 5). The fee of instant exits is 0 here. What has happened:

${NEWS.map(({ name, what }) => `- **${name}**: ${what}.`).join("\n")}

A name is the error by which the call is refused. A number is what bob has more, in ETH, by having called before everybody knew
than by calling after, or not at all where he would then be refused: **+** is taken from the others, **−** is given to them. All
that he has is counted at the deposit price once everything is known.

| call | ${names.join(" | ")} |
| --- |${" ---: |".repeat(names.length)}
${rows.join("\n")}

What can be taken by knowing first, and how much of it on mainnet's numbers: [attacks](attacks.md#what-is-known-first). The vault's
own \`deposit\` calls nobody and is cheaper; who comes by it takes the books as they are, and pays for what he could have found out.
The entrance and the facade make a full sync first; a penalty or a gain that no checkpoint has told is found by none, and whoever
wants younger news says so (\`newsFrom\`). A gain that nobody told is bought with the rest and drips to all who are there when it
is found. Why batches wait for a checkpoint and instant exits for a young one:
[0233](decisions/0233-news-from-after-the-close.md); what a hold stops: [0234](decisions/0234-announced-loss-at-the-door.md).
`;
}
