import { expect } from "chai";
import { counting } from "../../scripts/lib/counting.ts";

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean): NodeJS.WriteStream & { readonly said: () => string } {
  const all: string[] = [];
  const write = (text: string): boolean => all.push(text) > 0;
  const written = { isTTY, columns: 80, rows: 24, write, said: () => all.join("") };
  return written as unknown as NodeJS.WriteStream & { readonly said: () => string };
}

describe("How far long work is", () => {
  it("TLS-70: a line without a terminal, with the part that is on, how many have begun and of how many", async () => {
    const voice = stream(false);
    const printed: string[] = [];
    const progress = counting("measuring gas", 3, (line) => printed.push(line), voice);
    progress.next("deposit");
    progress.print("deposit costs 1");
    progress.next("request");
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    progress.end();
    expect(voice.said()).to.equal("measuring gas: 2 of 3, request\n");
    expect(printed).to.deep.equal(["deposit costs 1"]);
  });

  it("TLS-70: nothing where the work takes no longer than a moment", async () => {
    const voice = stream(false);
    const progress = counting("measuring gas", 1, () => {}, voice);
    progress.next("deposit");
    progress.end();
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(voice.said()).to.equal("");
  });
});
