import { readFile } from "node:fs/promises";
import { expect } from "chai";
import hre from "hardhat";
import { E36 } from "../../scripts/attribution/rate-parts.ts";
import { toJson } from "../../scripts/demo/json.ts";
import { PAGES, withOutput } from "../../scripts/demo/pages.ts";
import { readStory, requirementsShown, storyNames } from "../../scripts/demo/stories.ts";
import { actText, headText, ledgerText, waterfallText } from "../../scripts/demo/text.ts";
import { type NamedAbi, readAbis } from "../../scripts/lib/ladder/answers.ts";
import { reportPage } from "../../scripts/report/page.ts";
import type { Playback } from "../../scripts/scenario/playback.ts";
import { record } from "../../scripts/scenario/record.ts";
import { validateScenario } from "../../scripts/scenario/validate.ts";
import { vocabularyOf } from "../../scripts/scenario/vocabulary.ts";
import { SHORT } from "./stage.ts";
import { WAD } from "../../scripts/lib/units.ts";

/** A story takes some seconds alone, and many times that on a machine that does much else. */
const STORY_TIMEOUT_MS = 600_000;
const stories = await Promise.all(
  (await storyNames()).map(async (name) => ({ name, ids: ["SCN-01", "SCN-09", ...(await requirementsShown(name))] })),
);

describe("Stories", () => {
  let abis: NamedAbi[];
  /** Stories of the folder, each played once. */
  const playbacks = new Map<string, Promise<Playback>>();

  before(async () => {
    abis = await readAbis(hre.artifacts);
  });

  async function played(file: string, text: string, seed?: bigint): Promise<Playback> {
    const vocabulary = vocabularyOf(abis.map(({ abi }) => abi));
    const scenario = validateScenario(file, text, { vocabulary, ...(seed !== undefined && { seed }) });
    return record(hre, scenario, abis);
  }

  function storyPlayed(name: string): Promise<Playback> {
    const playback = playbacks.get(name) ?? readStory(name).then(({ file, text }) => played(file, text));
    playbacks.set(name, playback);
    return playback;
  }

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

  for (const { page, story } of PAGES) {
    const id = page === "README.md" ? "SCN-15" : "SCN-51";
    it(`${id}: ${page} shows what the demo prints, word for word (else: npx node scripts/demo/write-readme.ts)`, async () => {
      const { story: head, acts, ledger, waterfall } = await storyPlayed(story);
      const printed = [headText(head), ...acts.map(actText), ledgerText(ledger), waterfallText(waterfall)].join("\n");
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
    const first = bytes(await played("story.yaml", text));
    expect(bytes(await played("story.yaml", text))).to.equal(first);
    expect(bytes(await played("story.yaml", text, 8n))).not.to.equal(first);
    expect(first).not.to.match(/\/(tmp|home|work|root|Users)\//);
  });
});
