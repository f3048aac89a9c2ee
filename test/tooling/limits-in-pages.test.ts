import { expect } from "chai";
import { readFileSync } from "node:fs";
import { gasLimit } from "../../scripts/gas-limits/limits.ts";
import { MOST_A_CALL } from "../../scripts/prove/calls.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** What has to be at hand for a call to get so much gas, and for what comes after it. */
const atHand = (gas: bigint, after: bigint): bigint => (gas * 64n) / 63n + after;

/** Numbers of pages, between the words around them, and what the code has. */
const NUMBERS: readonly (readonly [page: string, said: RegExp, value: bigint])[] = [
  ["docs/beacon-proofs.md", /A call holds (\S+) credentials/, BigInt(MOST_A_CALL.credentials)],
  ["docs/beacon-proofs.md", /A call holds \S+ credentials or (\S+) balances/, BigInt(MOST_A_CALL.checkpoint)],
  ["docs/rungs/6-defi.md", /(\S+) gas at hand before each LST/, atHand(gasLimit("DoubtfulParts.PART_GAS"), 5_000n)],
  ["docs/services/bridge.md", /only with (\S+) gas at hand/, atHand(gasLimit("ComponentReads.READ_GAS"), 20_000n)],
  ["docs/services/bridge.md", /whole stipend \((\S+) each/, gasLimit("SlasherBase.MAX_OBSERVER_GAS")],
  ["docs/services/windows.md", /an observer's gas at most (\S+) /, gasLimit("SlasherBase.MAX_OBSERVER_GAS")],
];

describe("limits in pages", () => {
  for (const [page, said, value] of NUMBERS) {
    it(`TLS-73: ${page} has the code's number, to the thousand: ${said.source}`, () => {
      const text = said.exec(readFileSync(`${ROOT}${page}`, "utf8"))?.[1] ?? "nothing";
      const shown = value < 1_000n ? value : (value / 1_000n) * 1_000n;
      expect(text).to.equal(shown.toLocaleString("en-US"));
    });
  }

  it("TLS-73: an observer gets less than a component that cannot be read takes, as docs/services/bridge.md says", () => {
    const failing = atHand(gasLimit("ComponentReads.READ_GAS"), 20_000n);
    expect(gasLimit("SlasherBase.MAX_OBSERVER_GAS") < failing).to.equal(true);
  });
});
