import { expect } from "chai";
import { tick } from "../../scripts/report/charts/axes.ts";
import { peopleChart } from "../../scripts/report/charts/people.ts";
import { placesChart } from "../../scripts/report/charts/places.ts";
import { queueChart } from "../../scripts/report/charts/queue.ts";
import { rateChart } from "../../scripts/report/charts/rate.ts";
import { waterfallChart } from "../../scripts/report/charts/waterfall.ts";
import { colourOfCause } from "../../scripts/report/palette.ts";
import { reportPage } from "../../scripts/report/page.ts";
import { SAMPLE } from "./samples/playback.ts";

/** What a chart gives to be drawn, as far as it is looked at here. */
interface Drawn {
  readonly name: string;
  readonly step?: string;
  readonly markLine?: {
    readonly data: readonly { readonly xAxis: number; readonly label: { readonly formatter: string } }[];
  };
}

describe("Report", () => {
  const html = reportPage(SAMPLE);

  it("SCN-10: is one file that asks the network for nothing and runs nothing", () => {
    expect(html).not.to.match(/https?:|\/\/[a-z]/i);
    expect(html).not.to.match(/<(script|link|img|iframe|object|embed|base)\b/i);
    expect(html).not.to.match(/\burl\((?!#)|@import|\bon[a-z]+=/i);
  });

  it("SCN-10: draws five charts, each once for a phone and once for a desk, with words for who cannot see them", () => {
    expect(html.match(/<svg role="img" aria-label="[^"]+"/g)).to.have.length(10);
    expect(html).to.contain('<meta name="viewport" content="width=device-width,initial-scale=1">');
  });

  it("SCN-10: has its colours from variables that follow the reader's light or dark", () => {
    expect(html).to.contain("@media(prefers-color-scheme:dark)");
    expect(html).to.contain('stroke="var(--first)"');
    const drawings = html
      .match(/<svg[\s\S]*?<\/svg>/g)!
      .join("")
      .replace(/<clipPath[\s\S]*?<\/clipPath>/g, "");
    expect(drawings.match(/#[0-9a-f]{3,8}\b|rgba?\(\d/gi) ?? []).to.deep.equal([]);
  });

  it("SCN-10: tells ticks and causes apart, however little the rate has moved", () => {
    for (const change of [10n ** 16n, 4n * 10n ** 13n, 10n ** 11n]) {
      const [part] = SAMPLE.waterfall.parts;
      const startRateWad = 10n ** 18n;
      const waterfall = { ...SAMPLE.waterfall, startRateWad, endRateWad: startRateWad + change };
      const chart = waterfallChart({ ...SAMPLE, waterfall: { ...waterfall, parts: [{ ...part!, wad: change }] } });
      const { xAxis } = chart.option("wide") as { xAxis: { axisLabel: { formatter: (value: number) => string } } };
      const ticks = [0, 1, 2, 3].map((quarter) => xAxis.axisLabel.formatter(1 + (quarter * Number(change)) / 4e18));
      expect(new Set(ticks).size, String(change)).to.equal(4);
    }
    const shown = [
      "staking",
      "rewards",
      "penalties",
      "slashes:x",
      "fees",
      "cover",
      "leavers",
      "lockedProfit",
      "rounding",
    ];
    expect(new Set(shown.map(colourOfCause)).size).to.equal(shown.length);
  });

  it("SCN-94: results and what to look at come before the charts, and charts before the acts", () => {
    const places = ["Results", "What to look at", "How it went", "What happened"].map((title) =>
      html.indexOf(`<h2>${title}</h2>`),
    );
    expect(places).not.to.include(-1);
    expect([...places].sort((a, b) => a - b)).to.deep.equal(places);
    expect(html).to.contain("slash of south, −9 ETH");
  });

  it("SCN-94: every axis of time names its acts and each slash with its size, and values hold until the next", () => {
    for (const chart of [peopleChart, rateChart, placesChart, queueChart].map((draw) => draw(SAMPLE))) {
      expect(chart.when!.acts, chart.id).to.deep.equal(["In", "Loss"]);
      const { series } = chart.option("wide") as unknown as { series: readonly Drawn[] };
      const marks = series.at(-1)!.markLine!.data;
      expect(
        marks.map(({ xAxis, label }) => [xAxis, label.formatter]),
        chart.id,
      ).to.deep.equal([
        [0, "1"],
        [1, "2"],
        [4, "−9 ETH"],
      ]);
      for (const { name, step } of series.slice(0, -1)) expect(step, `${chart.id}: ${name}`).to.equal("end");
    }
    expect(html.match(/<b>2<\/b> Loss/g)).to.have.length(4);
  });

  it("SCN-94: the waterfall's axis has a name and begins at no change, and what rounding left is no bar", () => {
    const { xAxis, yAxis } = waterfallChart(SAMPLE).option("wide") as unknown as {
      xAxis: { name: string; min: number; max: number };
      yAxis: { data: readonly string[] };
    };
    expect(xAxis.name).to.match(/ETH for one LRT/);
    expect(xAxis.min).to.be.at.most(0);
    expect(xAxis.max).to.be.at.least(0);
    expect(yAxis.data).to.include("Slashes by the bridge").and.not.to.include("Rounding");
    expect(tick(-1.8e-12)).to.equal("0");
    expect(tick(-1_234.5)).to.equal("−1,234.5");
  });

  it("SCN-94: an empty vault has no rate, and its line ends with the last holder", () => {
    const moments = SAMPLE.moments.map((moment, index) => (index < 5 ? moment : { ...moment, supply: 0n }));
    const { series } = rateChart({ ...SAMPLE, moments }).option("wide") as unknown as {
      series: readonly { readonly data: readonly (readonly [number, number | string])[] }[];
    };
    for (const { data } of series.slice(0, -1))
      expect(data.map(([, value]) => value === "-")).to.deep.equal([false, false, false, false, false, true]);
  });

  it("SCN-10: escapes what a story says", () => {
    expect(html).to.contain("<h1>A sample &lt;story&gt;</h1>");
    expect(html).to.contain("Numbers chosen by hand &amp; drawn.");
  });

  it("SCN-10: shows every part of the waterfall to the last digit, and the events that it comes from", () => {
    expect(html).to.contain("-0.000000000000000031");
    expect(html).to.contain("0.974999999999999969");
    for (const { events } of SAMPLE.waterfall.parts)
      for (const { name, count } of events) expect(html).to.contain(`${count} × ${name.replace(".", ".<wbr>")}`);
  });

  it("SCN-08: the same playback gives the same bytes, in the same process too", () => {
    expect(reportPage(SAMPLE)).to.equal(html);
  });
});
