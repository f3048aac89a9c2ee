import { expect } from "chai";
import { waterfallChart } from "../../scripts/report/charts/waterfall.ts";
import { colourOfCause } from "../../scripts/report/palette.ts";
import { reportPage } from "../../scripts/report/page.ts";
import { SAMPLE } from "./samples/playback.ts";

describe("Report", () => {
  const html = reportPage(SAMPLE);

  it("SCN-10: is one file that asks the network for nothing and runs nothing", () => {
    expect(html).not.to.match(/https?:|\/\/[a-z]/i);
    expect(html).not.to.match(/<(script|link|img|iframe|object|embed|base)\b/i);
    expect(html).not.to.match(/\burl\((?!#)|@import|\bon[a-z]+=/i);
  });

  it("SCN-10: draws four charts, each once for a phone and once for a desk, with words for who cannot see them", () => {
    expect(html.match(/<svg role="img" aria-label="[^"]+"/g)).to.have.length(8);
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
