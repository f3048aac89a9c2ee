import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { openLadder } from "../../scripts/lib/ladder/open.ts";
import { E36 } from "../../scripts/attribution/rate-parts.ts";
import { toJson } from "../../scripts/demo/json.ts";
import { PAGES, withOutput } from "../../scripts/demo/pages.ts";
import { requirementsShown, storyNames } from "../../scripts/demo/stories.ts";
import { actText, headText, ledgerText, waterfallText } from "../../scripts/demo/text.ts";
import { reportPage } from "../../scripts/report/page.ts";
import type { Playback } from "../../scripts/scenario/playback.ts";
import { played, storyPlayed, STORY_TIMEOUT_MS } from "./played.ts";
import { SHORT } from "./stage.ts";
import { WAD } from "../../scripts/lib/units.ts";

const stories = await Promise.all(
  (await storyNames()).map(async (name) => ({ name, ids: ["SCN-01", "SCN-09", ...(await requirementsShown(name))] })),
);

/** The vault's virtual shares, which have a part of its rate and belong to nobody. */
const VIRTUAL_SHARES = 1_000_000n;
/** What floors leave of all holders' parts of all tokens. */
const FLOORS_WEI = 1_000n;

describe("Stories", () => {
  for (const { name, ids } of stories) {
    it(`${ids.join(", ")}: ${name} plays, all that it expects holds, and its rate is the sum of its causes`, async () => {
      const { waterfall, moments, acts } = await storyPlayed(name);
      expect(acts.length).to.be.greaterThan(0);
      expect(waterfall.endRateWad).to.equal(waterfall.chainRateWad);
      expect(waterfall.parts.reduce((sum, { wad }) => sum + wad, waterfall.startRateWad)).to.equal(
        waterfall.chainRateWad,
      );
      for (const { step, exitRateWad, partsE36 } of moments) {
        const sum = Object.values(partsE36).reduce((all, part) => all + part, E36);
        expect(sum / WAD, `after ${step}`).to.equal(exitRateWad);
      }
    }).timeout(STORY_TIMEOUT_MS);
  }

  for (const { name } of stories) {
    it(`SCN-90: ${name}: results and everything else that changed add up to zero to the wei`, async () => {
      const { ledger, rest, moments } = await storyPlayed(name);
      const wei = (one: string): bigint => rest.find((row) => row.name === one)!.wei;
      const resultsWei = ledger.reduce((sum, { resultWei }) => sum + resultWei, 0n);
      expect(rest.reduce((sum, row) => sum + row.wei, resultsWei)).to.equal(0n);
      const { exitRateWad, lockedProfitWei } = moments.at(-1)!;
      // no row makes it so: rounding is what virtual shares have gained, but for floors
      const virtualWei = ((exitRateWad - WAD) * VIRTUAL_SHARES) / WAD;
      expect(wei("rounding") - virtualWei).to.be.within(-FLOORS_WEI, FLOORS_WEI);
      expect(wei("lockedProfit")).to.equal(lockedProfitWei);
    }).timeout(STORY_TIMEOUT_MS);
  }

  for (const { name } of stories) {
    it(`SCN-91: ${name}: no slash takes nothing`, async () => {
      const { moments } = await storyPlayed(name);
      for (const { step, slashes } of moments) for (const { lostWei } of slashes) expect(lostWei, step).to.be.above(0n);
    }).timeout(STORY_TIMEOUT_MS);
  }

  it("SCN-90: everybody whose wealth changed is in the results, underwriters too, and each row adds up", async () => {
    const { ledger } = await storyPlayed("cover-run");
    expect(ledger.map(({ actor }) => actor)).to.include.members(["alice", "ursula", "uwe"]);
    for (const { actor, worthInWei, tookOut, waitingWei, claimableWei, holdsWei, resultWei } of ledger) {
      const outWei = tookOut.reduce((sum, { wei }) => sum + wei, 0n);
      // what is held in another token is floored
      const rest = resultWei - (outWei + waitingWei + claimableWei + holdsWei - worthInWei);
      expect(rest, actor).to.be.within(-1_000n, 1_000n);
    }
  }).timeout(STORY_TIMEOUT_MS);

  it("SCN-94: what a chart says that somebody has ends where the results end", async () => {
    for (const story of ["cover-run", "bank-run", "leverage-loop", "slash-under-leverage"]) {
      const { ledger, moments } = await storyPlayed(story);
      for (const { actor, tookOut, waitingWei, claimableWei, holdsWei } of ledger) {
        const { wei } = moments.at(-1)!.people.find(({ name }) => name === actor)!;
        const outWei = tookOut.reduce((sum, one) => sum + one.wei, 0n);
        expect(wei - (outWei + waitingWei + claimableWei + holdsWei), actor).to.be.within(-1_000n, 1_000n);
      }
    }
  }).timeout(STORY_TIMEOUT_MS);

  it("SCN-90: an empty vault has no rate, and attribution ends with the last holder", async () => {
    const { waterfall, acts, moments } = await storyPlayed("wound-up");
    expect(moments.at(-1)!.supply).to.equal(0n);
    expect(acts.at(-1)!.outcome).to.match(/^nobody holds LRT any more/);
    expect(waterfall.endsWithLastHolder).to.equal(true);
    expect(waterfall.endRateWad).to.be.below(WAD / 10n);
  }).timeout(STORY_TIMEOUT_MS);

  it("SCN-01: the story that docs/scenarios.md explains plays as it stands", async () => {
    const page = await readFile(new URL("../../docs/scenarios.md", import.meta.url), "utf8");
    const example = /```yaml\n([\s\S]*?)```/.exec(page)![1]!;
    const { ledger } = await played("docs/scenarios.md", example);
    expect(ledger.map(({ actor, resultWei }) => [actor, resultWei])).to.deep.equal([["alice", 0n]]);
  });

  it("SCN-01: the story that docs/scenarios.md begins from an empty file plays as it stands, and its slash costs both", async () => {
    const page = await readFile(new URL("../../docs/scenarios.md", import.meta.url), "utf8");
    const example = /From an empty file[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)![1]!;
    const { ledger, waterfall } = await played("docs/scenarios.md", example);
    expect(waterfall.parts.some(({ cause, wad }) => cause.startsWith("slash") && wad < 0n)).to.equal(true);
    const results = new Map(ledger.map(({ actor, resultWei }) => [actor, resultWei]));
    for (const friend of ["dora", "emil"]) expect(results.get(friend), friend).to.be.below(0n);
  }).timeout(STORY_TIMEOUT_MS);

  for (const { page, story } of PAGES) {
    const id = page === "README.md" ? "SCN-15" : "SCN-51";
    it(`${id}: ${page} shows what the demo prints, word for word (else: npx node scripts/demo/write-readme.ts)`, async () => {
      const { story: head, acts, ledger, rest, waterfall } = await storyPlayed(story);
      const printed = [
        headText(head),
        ...acts.map(actText),
        ledgerText({ ledger, rest }),
        waterfallText(waterfall),
      ].join("\n");
      const text = await readFile(new URL(`../../${page}`, import.meta.url), "utf8");
      expect(withOutput(page, text, printed.trimEnd())).to.equal(text);
    }).timeout(STORY_TIMEOUT_MS);
  }

  it("SCN-08: the same seed gives the same bytes, another seed another story", async () => {
    const text = `${SHORT}      - sync:
      - deposit: { by: alice, amount: between 10 ETH and 90 ETH }
      - advance: 1 day
      - request: { by: alice, amount: 1 LRT, ticket: mine }
`;
    const bytes = (playback: Playback) => toJson(playback) + reportPage(playback);
    // as the demo opens it, and as the tests restore it
    const first = bytes(await played("story.yaml", text, undefined, openLadder));
    expect(bytes(await played("story.yaml", text))).to.equal(first);
    expect(bytes(await played("story.yaml", text, 8n))).not.to.equal(first);
    expect(first).not.to.match(/\/(tmp|home|work|root|Users)\//);
  });
});
