import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { readPreset } from "../../scripts/deploy/presets.ts";
import { AMOUNT } from "./news-world.ts";
import { newsPage, type Outcome, playNews } from "./prices-and-news.ts";
import { ETH } from "../../scripts/lib/units.ts";

const ATTACKS = new URL("../../docs/attacks.md", import.meta.url);
/** What is untold, in parts of 1e18: all validators slashed at once, and rounder ones. */
const UNTOLD = {
  "0.0244 %": ETH / 4_096n,
  "0.1 %": ETH / 1_000n,
  "0.5 %": ETH / 200n,
  "1 %": ETH / 100n,
  "5 %": ETH / 20n,
};
const PAGE = new URL("../../docs/prices-and-news.md", import.meta.url);

describe("prices and news (docs/prices-and-news.md)", () => {
  let table: Awaited<ReturnType<typeof playNews>>;
  before(async function () {
    this.timeout(600_000);
    table = await playNews();
  });

  it("VLT-117: the page shows what each way in and out does with each kind of news (else: LADDER_WRITE_PAGES=1 with this test)", async () => {
    const page = newsPage(table);
    if (process.env.LADDER_WRITE_PAGES === "1") await writeFile(PAGE, page);
    expect(await readFile(PAGE, "utf8")).to.equal(page);
  });

  it("VLT-117: who leaves knowing first takes from the others where the page of attacks says so, and nowhere else", () => {
    const gained = (call: string, news: string) => (table[call]![news] as Extract<Outcome, { gained: bigint }>).gained;
    const takers = Object.entries(table).flatMap(([call, row]) =>
      Object.entries(row).flatMap(([news, one]) => ("gained" in one && one.gained > 0n ? [`${call}: ${news}`] : [])),
    );
    expect(takers.sort()).to.deep.equal(
      [
        ...["`Vault.deposit`", "`Vault.depositLst`", "`SyncedEntrance.depositEth`", "`SyncedEntrance.depositLst`"],
        ...["`VaultFacade.deposit`", "`VaultFacade.mint`", "`Cover.join`"],
      ]
        .map((call) => `${call}: a gain, no checkpoint`)
        .concat(
          ["`ExitQueue.settle`", "`InstantExit.exitInstantly`", "`Cover.withdraw`"].map(
            (call) => `${call}: a penalty, no checkpoint`,
          ),
          ["`Vault.depositLst`", "`SyncedEntrance.depositLst`", "`Cover.withdraw`"].map(
            (call) => `${call}: a loss of the LST, not reported`,
          ),
        )
        .sort(),
    );
    // 24 ETH of some 480 less what the cover pays, 10: y · p, less his own part of what he leaves behind
    const most = (AMOUNT * 14n) / 400n;
    expect(gained("`InstantExit.exitInstantly`", "a penalty, no checkpoint")).to.be.within((most * 1n) / 2n, most);
  });

  it("VLT-117: docs/attacks.md shows what leaving at once takes with the numbers of the mainnet preset", async () => {
    const vault = (await readPreset("mainnet")).Vault as Record<string, bigint | number>;
    const of = (name: string) => BigInt(vault[name]!);
    const capacity = of("instantExitCapacityAssets");
    const [least, greatest] = ["instantExitLeastFeeBps", "instantExitGreatestFeeBps"].map(
      (name) => of(name) * 10n ** 14n,
    ) as [bigint, bigint];
    const page = await readFile(ATTACKS, "utf8");
    const section = page.split("## What is known first")[1]!.split("\n## ")[0]!;
    const shown = (wei: bigint, digits: number) =>
      (Number((wei * 1_000n) / ETH) / 1_000).toLocaleString("en", { maximumFractionDigits: digits });
    for (const [name, part] of Object.entries(UNTOLD)) {
      // in small parts, the fee rises in a straight line with what has been turned
      const best = part <= least ? 0n : ((part - least) * capacity) / (greatest - least);
      const turned = best < capacity ? best : capacity;
      const taken =
        part <= least
          ? 0n
          : ((part - least) * turned) / ETH - ((greatest - least) * turned ** 2n) / (2n * capacity * ETH);
      expect(section).to.include(`| ${name} | ${shown(turned, 0)} | ${shown(taken, 2)} |`);
    }
    expect(of("instantExitNewsSeconds")).to.be.at.most(86_400n);
  });
});
