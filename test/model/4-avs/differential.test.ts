import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stepAvs } from "../../../model/4-avs/step.ts";
import { type Bench, checkServices, type Met, openBench, playSaved } from "../../../scripts/twin/services/check.ts";
import { KINDS } from "../../../scripts/twin/services/draw.ts";
import { EVENTS, MEETABLE } from "../../../scripts/twin/services/errors.ts";
import { load } from "../../../scripts/twin/services/saved.ts";
import { save, SCHEMA_VERSION } from "../../../scripts/twin/shared/files.ts";

const KEPT = path.join(import.meta.dirname, "sequences");
const REPORTS = path.join(import.meta.dirname, "../../../reports");
const SAMPLE = { seed: 20_261_129, sequences: 40, steps: 14, beginnings: true };

describe("the model of the services and the contracts [uninstrumented]", function () {
  this.timeout(1_200_000);
  const met: Met = { sequences: 0, steps: 0, words: new Map() };
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });

  it("TWN-60: they agree on results, reverts, logs and all that can be seen after every step of drawn sequences", async () => {
    const found = await checkServices(bench, SAMPLE, met);
    if (found === undefined) return;
    const { disagreement, steps } = found;
    const name = `twin-services-seed-${SAMPLE.seed}`;
    const saved = { schemaVersion: SCHEMA_VERSION, name, description: disagreement.message, services: true, steps };
    expect.fail(`saved as ${save(saved, REPORTS)}\n${disagreement.message}`);
  });

  it("TWN-61: the sequences do every kind of action, meet every error that a user can meet, and what only an event tells", () => {
    // a service is nobody else's registrar
    const done = KINDS.filter((kind) => kind !== "name registrar");
    const wanted: readonly string[] = [...done, ...MEETABLE, ...EVENTS];
    expect(
      wanted.filter((word) => !met.words.has(word)),
      "at least once",
    ).to.deep.equal([]);
  });

  it("TWN-62: a flaw of a wei in the model is found, made as short as it goes, saved, and plays on the model that is right", async () => {
    const flawed: typeof stepAvs = (state, block, action) => {
      const outcome = stepAvs(state, block, action);
      if (!outcome.ok || action.function !== "requestSlash") return outcome;
      const events = outcome.events.map((one) =>
        one.event === "SlashAnnounced"
          ? { ...one, args: { ...one.args, maxWad: (one.args.maxWad as bigint) + 1n } }
          : one,
      );
      return { ...outcome, events };
    };
    const wrong = await openBench(flawed);
    const found = await checkServices(
      wrong,
      { seed: SAMPLE.seed, sequences: 40, steps: 12 },
      { ...met, words: new Map() },
    );
    expect(found?.disagreement.message).to.match(/slashannounced/);
    const steps = found?.steps ?? [];
    expect(steps.map(({ action }) => action.function)).to.deep.equal(["requestSlash"]);
    const saved = { schemaVersion: SCHEMA_VERSION, name: "flaw", description: "", services: true as const, steps };
    const said = await playSaved(bench, load(save(saved, mkdtempSync(path.join(tmpdir(), "twin-")))));
    expect(said).to.deep.equal([""]);
  });

  it("TWN-62: a file that is no sequence of theirs is refused with the cause, and stays as it is", () => {
    const at = path.join(mkdtempSync(path.join(tmpdir(), "twin-")), "bad.json");
    const refused = (text: string, cause: RegExp) => {
      writeFileSync(at, text);
      expect(() => load(at)).to.throw(cause);
      expect(readFileSync(at, "utf8")).to.equal(text);
    };
    refused("{", /is no JSON/);
    refused('{"schemaVersion":2}', /has version 2 of the format, and this is version 1/);
    refused('{"schemaVersion":1,"rule":"capped","steps":[]}', /has no steps of services/);
    refused('{"schemaVersion":1,"services":true,"steps":[{"wait":{}}]}', /step 0 is no call/);
    expect(() => load("nosuch.json")).to.throw(/There is no file nosuch.json/);
  });

  for (const file of existsSync(KEPT) ? readdirSync(KEPT) : []) {
    it(`TWN-62: ${path.basename(file, ".json")}, a sequence worth keeping, plays on both with no difference`, async () => {
      const saved = load(path.join(KEPT, file));
      const said = await playSaved(bench, saved);
      expect(said.length).to.equal(saved.steps.length);
      expect(said.some((words) => words === "")).to.equal(true);
    });
  }
});
