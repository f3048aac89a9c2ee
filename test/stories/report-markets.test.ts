import { expect } from "chai";
import { requirementsShown, storyNames } from "../../scripts/demo/stories.ts";
import { healthChart, marketChart } from "../../scripts/report/charts/markets.ts";
import { reportPage } from "../../scripts/report/page.ts";
import type { Playback } from "../../scripts/scenario/playback.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";
import { storyPlayed, STORY_TIMEOUT_MS } from "./played.ts";
import { SAMPLE } from "./samples/playback.ts";

/** What a chart gives to be drawn, as far as it is looked at here. */
interface Drawn {
  readonly name: string;
  readonly data: readonly (readonly [number, number | "-"])[];
}

const linesOf = (chart: ReturnType<typeof marketChart>): Map<string, (number | "-")[]> => {
  const { series } = chart.option("wide") as unknown as { series: readonly Drawn[] };
  return new Map(series.slice(0, -1).map(({ name, data }) => [name, data.map(([, value]) => value)]));
};

/** The sample, with a pool at 0.9 from its second moment on, and a debt whose oracle stops to answer at the third. */
const TRADED: Playback = {
  ...SAMPLE,
  moments: SAMPLE.moments.map((moment, index) => ({
    ...moment,
    ...(index > 0 && {
      market: {
        priceWad: (WAD * 9n) / 10n,
        depthWei: 3n * ETH,
        health: { "alice, twap": index === 2 ? undefined : WAD / 2n, "bob, backing": 17n * WAD },
      },
    }),
  })),
  positions: [
    {
      ...{ actor: "alice", lrt: ETH, valueWei: ETH, takenWei: 2n, gainedWei: ETH + 2n },
      parts: [{ cause: "peg", label: "Peg <discount>", layer: "DeFi", wei: ETH + 2n }],
      market: { priceWad: (WAD * 9n) / 10n, valueWei: 0n, discountWei: -ETH },
    },
  ],
  checklist: {
    ...{ holder: "alice", shares: 5n * ETH },
    answers: [{ question: "1. Why?", facts: [{ what: "it & that", value: 7n, shown: "7 ETH", call: "Vault.rate()" }] }],
  },
};

describe("Report of markets", () => {
  it("DFI-114: the pool's price stands beside the two rates, from when there is a pool on", () => {
    const lines = linesOf(marketChart(TRADED));
    expect([...lines.keys()]).to.deep.equal(["Deposit rate", "Exit rate", "Pool"]);
    expect(lines.get("Pool")![0]).to.equal("-");
    expect(lines.get("Pool")![1]).to.equal(-10);
    expect(lines.get("Exit rate")!.every((value) => typeof value === "number")).to.equal(true);
  });

  it("DFI-114: each debt has its line of health, none while its oracle is silent, and the line that nobody wants to cross", () => {
    const lines = linesOf(healthChart(TRADED));
    expect([...lines.keys()]).to.deep.equal(["liquidated below this", "alice, twap", "bob, backing"]);
    expect(lines.get("alice, twap")!.slice(0, 4)).to.deep.equal(["-", 0.5, "-", 0.5]);
    expect(lines.get("bob, backing")![1]).to.equal(3);
  });

  it("DFI-114: the page tells where results came from and answers the checklist, escaped, each number with its call", () => {
    const html = reportPage(TRADED);
    expect(html).to.match(/Peg &lt;discount&gt; \+1</);
    expect(html).to.contain("+1.000000000000000002");
    expect(html).to.match(/it &amp; that<small>Vault\.<wbr>rate\(\)<\/small><\/th><td class="number">7 ETH/);
    expect(reportPage(SAMPLE)).not.to.contain("What a careful buyer asks");
  });

  it("DFI-114: every story of rung 6 has all of it", async () => {
    const shown = await Promise.all(
      (await storyNames()).map(async (name) => ({ name, ids: await requirementsShown(name) })),
    );
    const ours = shown.filter(({ ids }) => ids.some((id) => id.startsWith("DFI-"))).map(({ name }) => name);
    expect(ours.length).to.be.greaterThan(10);
    for (const name of ours) {
      const playback = await storyPlayed(name);
      const { moments, checklist } = playback;
      expect(
        moments.some(({ market }) => market !== undefined),
        `${name}: market`,
      ).to.equal(true);
      const debts = moments.some(({ market }) => Object.values(market?.health ?? {}).some((wad) => wad !== undefined));
      const pooled = moments.some(({ market }) => (market?.depthWei ?? 0n) > 0n);
      expect(debts || pooled, `${name}: debts or depth`).to.equal(true);
      const holds = playback.positions.some(({ lrt }) => lrt > 0n);
      if (
        holds &&
        moments.at(-1)!.exitRateWad > WAD / 2n &&
        playback.ledger.some(({ holds: [first] }) => first?.token === "LRT")
      )
        expect(checklist?.answers.length, `${name}: checklist`).to.equal(5);
    }
  }).timeout(STORY_TIMEOUT_MS);
});
