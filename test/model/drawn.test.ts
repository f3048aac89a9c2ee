import { expect } from "chai";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stepChain } from "../../model/1-staking/step.ts";
import { stepPool } from "../../model/2-liquid-staking/step.ts";
import { beaconTwin } from "../../scripts/twin/beacon/check.ts";
import { openChainPairs } from "../../scripts/twin/beacon/pair.ts";
import { playFile } from "../../scripts/twin/deep/play.ts";
import { poolTwin } from "../../scripts/twin/pool/check.ts";
import { openPoolPairs } from "../../scripts/twin/pool/pair.ts";
import { checkDrawn, type FoundDrawn } from "../../scripts/twin/shared/drawn.ts";
import { nothingMet } from "../../scripts/twin/shared/met.ts";
import { saveDrawn, type TwinName } from "../../scripts/twin/shared/saved-drawn.ts";
import { Broken, checkWorld } from "../../scripts/twin/invariants/check.ts";
import { saveBroken } from "../../scripts/twin/invariants/saved.ts";
import { vaultWorld } from "../../scripts/twin/invariants/worlds/vault.ts";
import { load } from "../../scripts/twin/vault/saved.ts";

const SEED = 20_261_129;
const folder = () => mkdtempSync(path.join(tmpdir(), "drawn-"));

/** Saves what was found beside what is there, and plays it on a model that is right. */
async function savedAndPlayed<Step>(twin: TwinName, found: FoundDrawn<Step> | undefined): Promise<readonly Step[]> {
  if (found === undefined) return expect.fail("nothing was found");
  const at = folder();
  const [first, second] = [saveDrawn(twin, SEED, found, at), saveDrawn(twin, SEED, found, at)];
  expect(first).not.to.equal(second);
  expect(readFileSync(first, "utf8")).to.equal(readFileSync(second, "utf8"));
  const { line, agrees } = await playFile(first);
  expect(line).to.match(/ steps, 0 differences$/);
  expect(agrees).to.equal(true);
  return found.steps;
}

describe("sequences that are saved as they were drawn [uninstrumented]", function () {
  this.timeout(900_000);

  it("TWN-35: a flaw of a wei in the LST's model is found, made as short as it goes, saved, and plays on the model that is right", async () => {
    const flawed: typeof stepPool = (state, block, action) => {
      const outcome = stepPool(state, block, action);
      if (!outcome.ok || action.function !== "close") return outcome;
      return { ...outcome, state: { ...outcome.state, bufferedEther: outcome.state.bufferedEther + 1n } };
    };
    const plan = { seed: SEED, sequences: 30, beginnings: true };
    const found = await checkDrawn(poolTwin(await openPoolPairs(flawed)), plan, nothingMet());
    expect(found?.disagreement.message).to.match(/bufferedEther\(\[\]\): model/);
    const steps = await savedAndPlayed("pool", found);
    expect(steps.at(-1)?.kind).to.equal("close");
    expect(steps.length).to.be.at.most(4);
  });

  it("TWN-35: the same of the beacon chain's", async () => {
    const flawed: typeof stepChain = (state, block, action) => {
      const outcome = stepChain(state, block, action);
      if (!outcome.ok || action.function !== "fundIssuance") return outcome;
      return { ...outcome, state: { ...outcome.state, issuanceReserveWei: outcome.state.issuanceReserveWei + 1n } };
    };
    const pairs = await openChainPairs("gloas", flawed);
    const found = await checkDrawn(beaconTwin(pairs), { seed: SEED, sequences: 30 }, nothingMet());
    const steps = await savedAndPlayed("beacon gloas", found);
    expect(steps.map(({ kind }) => kind)).to.deep.equal(["fundIssuance"]);
  });

  it("TWN-35: an invariant that breaks leaves a sequence that plays on both sides", async () => {
    const noDeposit = {
      id: "INV-0" as const,
      holds: ({ call }: { call: { function: string } }) => call.function !== "deposit" || "a deposit",
    };
    let thrown: unknown;
    try {
      checkWorld(vaultWorld("capped"), [noDeposit], { seed: SEED, sequences: 50 });
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof Broken)) return expect.fail("nothing was found");
    const file = saveBroken("vault capped", SEED, thrown, folder());
    const { steps } = load(file);
    expect(steps.at(-1)?.action.function).to.equal("deposit");
    const name = path.basename(file, ".json");
    expect((await playFile(file)).line).to.equal(`${name}: ${steps.length} steps, 0 differences`);
  });

  it("TWN-35: one of another model plays on the model again", async () => {
    const broken = new Broken("INV-0", "said", [{ kind: "pass", who: 0, bps: 1n, wait: 12n }]);
    const file = saveBroken("defi", SEED, broken, folder());
    expect((await playFile(file)).line).to.match(/: 1 steps, every invariant holds$/);
  });

  it("TWN-35: a file of another version, of no twin, or with a step that there is not, is refused and stays as it is", async () => {
    const at = path.join(folder(), "bad.json");
    const refused = async (content: unknown, cause: RegExp) => {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      writeFileSync(at, text);
      const said = await playFile(at).then(
        () => "played",
        (error: Error) => error.message,
      );
      expect(said).to.match(cause);
      expect(readFileSync(at, "utf8")).to.equal(text);
    };
    const good = { schemaVersion: 1, twin: "pool", name: "x", description: "", steps: [] };
    await refused("[1", /is no JSON/);
    await refused({ ...good, schemaVersion: 2 }, /has version 2 of the format, and this is version 1/);
    await refused({ ...good, twin: "moon" }, /is of the twin "moon": there are pool, beacon electra, beacon gloas/);
    await refused({ ...good, twin: undefined, world: "moon" }, /is of the model "moon": there are beacon electra/);
    await refused({ ...good, twin: undefined, world: "defi", steps: [1] }, /has no steps/);
    await refused({ ...good, steps: 3 }, /has no steps/);
    await refused({ ...good, steps: [{ kind: "steal" }] }, /step 0 does nothing that the twin knows/);
    await refused({ ...good, steps: [{ kind: "close", who: 0, nth: 0, wait: 12 }] }, /step 0 does nothing/);
  });
});
