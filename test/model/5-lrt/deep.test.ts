import { expect } from "chai";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chunkAt, isOfShard, ROUND } from "../../../scripts/twin/deep/chunks.ts";
import { progressFile, readProgress, withChunk, writeProgress } from "../../../scripts/twin/deep/progress.ts";
import type { Timed } from "../../../scripts/twin/vault/pair.ts";
import { save, SCHEMA_VERSION } from "../../../scripts/twin/shared/files.ts";
import { load } from "../../../scripts/twin/vault/saved.ts";

const folder = () => mkdtempSync(path.join(tmpdir(), "deep-"));

describe("a deep run of sequences", () => {
  it("TWN-34: its pieces are the same wherever they are played, each has a seed of its own, and each is one shard's", () => {
    const pieces = Array.from({ length: 700 }, (_, index) => chunkAt(42, index));
    expect(pieces).to.deep.equal(Array.from({ length: 700 }, (_, index) => chunkAt(42, index)));
    expect(new Set(pieces.map(({ seed }) => seed)).size).to.equal(700);
    expect(new Set(pieces.map(({ kind }) => kind)).size).to.equal(ROUND.length);
    for (const { index } of pieces) {
      const shards = [1, 2, 3].filter((nth) => isOfShard(index, { nth, of: 3 }));
      expect(shards).to.have.length(1);
    }
    // every shard takes every kind of piece
    const kinds = new Set(pieces.filter(({ index }) => isOfShard(index, { nth: 2, of: 3 })).map(({ kind }) => kind));
    expect(kinds.size).to.equal(ROUND.length);
  });

  it("TWN-34: every shard takes every kind of piece, however many kinds there are", () => {
    for (const of of [2, 3, 4, 5, 8]) {
      for (const nth of Array.from({ length: of }, (_, before) => before + 1)) {
        const own = Array.from({ length: 3_000 }, (_, index) => index).filter((index) => isOfShard(index, { nth, of }));
        for (let kinds = 2; kinds <= 30; kinds++)
          expect(new Set(own.map((index) => index % kinds)).size, `${nth}/${of} of ${kinds} kinds`).to.equal(kinds);
      }
    }
  });

  it("TWN-34: it goes on where it was stopped, and counts what was done before", () => {
    const shard = { nth: 1, of: 1 };
    const file = progressFile(folder(), 7, shard);
    const first = withChunk(
      readProgress(file, 7, shard),
      { index: 0, sequences: 25, steps: 700, words: [["deposit", 9]] },
      false,
    );
    writeProgress(file, first);
    const next = { index: 1, sequences: 5_000, steps: 140_000, words: [["deposit", 1]] as const };
    const second = withChunk(readProgress(file, 7, shard), next, true);
    expect(second).to.deep.include({ done: [0, 1], sequences: 25, steps: 700, alone: 5_000, words: { deposit: 10 } });
  });

  it("TWN-34: what another version or run has left is refused, and stays as it is", () => {
    const shard = { nth: 1, of: 2 };
    const file = progressFile(folder(), 7, shard);
    for (const text of ["{", '{"schemaVersion":99,"seed":7,"done":[]}', '{"schemaVersion":1,"seed":8,"done":[]}']) {
      writeFileSync(file, text);
      expect(() => readProgress(file, 7, shard)).to.throw(/is not how far a run of this version and seed has come/);
      expect(readFileSync(file, "utf8")).to.equal(text);
    }
  });

  it("TWN-32: a saved sequence is read as it was written, and one of its name stays", () => {
    const at = folder();
    const step: Timed = {
      timestamp: 5n,
      action: { from: "0xa", contract: "vault", function: "syncAll", args: [1n, "x", [2n]] },
    };
    const saved = {
      schemaVersion: SCHEMA_VERSION,
      name: "one",
      description: "d",
      rule: "capped",
      steps: [step],
    } as const;
    const [first, second] = [save(saved, at), save(saved, at)];
    expect(path.basename(second)).to.equal("one-2.json");
    expect(load(first)).to.deep.equal(saved);
  });

  it("TWN-32: a file of another version, another rule, or with a call that there is not, is refused with the cause", () => {
    const at = path.join(folder(), "bad.json");
    const refused = (text: string, cause: RegExp) => {
      writeFileSync(at, text);
      expect(() => load(at)).to.throw(cause);
      expect(readFileSync(at, "utf8")).to.equal(text);
    };
    refused("{", /is no JSON/);
    refused('{"schemaVersion":2}', /has version 2 of the format, and this is version 1/);
    refused('{"schemaVersion":1,"rule":"free"}', /has the rule "free": there are exposed, capped, loss-only/);
    refused('{"schemaVersion":1,"rule":"capped"}', /has no steps/);
    const call = { from: "0xa", contract: "vault", function: "steal", args: [] };
    const steps = [{ timestamp: "5n", action: call }];
    refused(JSON.stringify({ schemaVersion: 1, rule: "capped", steps }), /step 0 calls nothing that the model has/);
    expect(() => load("nosuch.json")).to.throw(/There is no file nosuch.json/);
  });
});
