import { expect } from "chai";
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
