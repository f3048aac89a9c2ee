import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { storyNames } from "../../../scripts/demo/stories.ts";
import { reportPage } from "../../../scripts/report/page.ts";
import { storyPlayed, STORY_TIMEOUT_MS } from "../played.ts";
import { SAMPLE } from "../samples/playback.ts";
import { openBrowser } from "./browser.ts";
import { faultsOf } from "./faults.ts";

const WIDTHS = [390, 1280] as const;
const SCHEMES = ["light", "dark"] as const;
const names = await storyNames();

describe("Report, as a browser draws it", function () {
  this.timeout(STORY_TIMEOUT_MS);
  let browser: Browser;
  let page: Page;
  /** What pages asked for beside themselves. */
  const asked: string[] = [];

  before(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
    page.on("request", (request) => asked.push(request.url()));
  });

  after(async () => {
    await browser.close();
  });

  async function faults(html: string): Promise<string[]> {
    await page.setContent(html);
    const found: string[] = [];
    for (const width of WIDTHS)
      for (const colorScheme of SCHEMES) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        found.push(...(await faultsOf(page)).map((fault) => `${width} px, ${colorScheme}: ${fault}`));
      }
    return found;
  }

  for (const name of names)
    it(`SCN-95: ${name} fits a phone and a desk, in light and in dark`, async () => {
      expect(await faults(reportPage(await storyPlayed(name)))).to.deep.equal([]);
    });

  it("SCN-95: a page that asks for nothing is drawn, and the dark is dark", async () => {
    await page.setContent(reportPage(SAMPLE));
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    expect(await background()).to.equal("rgb(255, 255, 255)");
    const light = await page.screenshot();
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await background()).to.equal("rgb(18, 21, 28)");
    expect((await page.screenshot()).equals(light)).to.equal(false);
    expect(asked).to.deep.equal([]);
  });

  it("SCN-95: words that are cut off, lie upon each other, leave the page or cannot be read are found", async () => {
    const html = reportPage(SAMPLE);
    const word = "<text ";
    const spoiled = [
      [html.replace("max-width:940px", "width:1400px"), /leaves the page/],
      [html.replaceAll(word, '<text x="-40" y="9">cut</text><text '), /is cut off/],
      [html.replaceAll(word, '<text x="90" y="90">one</text><text x="92" y="90">two</text><text '), /lies upon/],
      [html.replace("--faint:#5b6475", "--faint:#b0b6c0"), /has a contrast of/],
    ] as const;
    expect(await faults(html)).to.deep.equal([]);
    for (const [page, fault] of spoiled) expect((await faults(page)).join("\n")).to.match(fault);
  });
});
