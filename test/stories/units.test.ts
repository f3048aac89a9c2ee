import { expect } from "chai";
import fc from "fast-check";
import { draw } from "../../scripts/scenario/chance.ts";
import { formatAmount, formatExact, formatPercent, formatSeconds, formatWad } from "../../scripts/scenario/format.ts";
import { parseAmount, parsePercent, parseSpan } from "../../scripts/scenario/units.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("Scenario units", () => {
  it("SCN-02: amounts are read to the wei and written back", () => {
    expect(parseAmount("1_000.25 wstETH")).to.deep.equal({ wei: 1000n * ETH + ETH / 4n, token: "wstETH", decimals: 2 });
    expect(parseAmount("17 wei stETH")).to.deep.equal({ wei: 17n, token: "stETH", decimals: 18 });
    expect(parseAmount("-3 LRT")!.wei).to.equal(-3n * ETH);
    for (const wrong of ["5", "5ETH", "5 eth", "1.5 wei ETH", ".5 ETH", "1.0000000000000000001 ETH", "1,5 ETH"])
      expect(parseAmount(wrong), wrong).to.equal(undefined);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (wei) => {
        expect(parseAmount(formatExact(wei, "ETH").replaceAll(",", "_"))!.wei).to.equal(wei);
      }),
    );
  });

  it("SCN-02: parts of a whole are wads, spans are whole blocks", () => {
    expect(parsePercent("10%")).to.equal(ETH / 10n);
    expect(parsePercent("0.0000000000000001%")).to.equal(1n);
    expect(parsePercent("10")).to.equal(undefined);
    expect(parseSpan("7 days")!.blocks).to.equal(50_400n);
    expect(parseSpan("1 epoch")!.blocks).to.equal(32n);
    expect(parseSpan("1 fortnight")).to.equal(undefined);
  });

  it("SCN-05: numbers for people never show more than there is, and never hide a small amount", () => {
    expect(formatWad(1_234_567_899_999_999_999_999n)).to.equal("1,234.5678");
    expect(formatWad(-ETH / 8n)).to.equal("-0.125");
    expect(formatAmount(31n, "ETH")).to.equal("31 wei of ETH");
    expect(formatAmount(0n, "ETH")).to.equal("0 ETH");
    expect(formatPercent(123n * 10n ** 15n)).to.equal("12.3%");
    expect(formatSeconds(129_600n)).to.equal("1.5 days");
    expect(formatSeconds(12n)).to.equal("12 seconds");
  });

  it("SCN-08: a draw depends on the seed and on what it is for, and stays within its limits", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n }),
        fc.string(),
        fc.bigInt({ min: 1n, max: 10n ** 24n }),
        (seed, what, most) => {
          const drawn = draw(seed, what, most);
          expect(drawn >= 0n && drawn < most).to.equal(true);
          expect(draw(seed, what, most)).to.equal(drawn);
        },
      ),
    );
    expect(draw(1n, "a", 10n ** 18n)).not.to.equal(draw(2n, "a", 10n ** 18n));
    expect(draw(1n, "a", 10n ** 18n)).not.to.equal(draw(1n, "b", 10n ** 18n));
  });
});
