import { expect } from "chai";
import fc from "fast-check";
import { VIRTUAL } from "../../../model/5-lrt/accounting/share-price.ts";
import { byOrder, labelOf } from "../../../scripts/attribution/causes.ts";
import type { Entry } from "../../../scripts/attribution/entry.ts";
import { splitYield } from "../../../scripts/attribution/measure.ts";
import { E36, RateParts } from "../../../scripts/attribution/rate-parts.ts";
import { Validators } from "../../../scripts/attribution/validators.ts";
import { waterfall } from "../../../scripts/attribution/waterfall.ts";
import { GWEI, WAD } from "../../../scripts/lib/units.ts";

const CAUSES = ["staking", "slashes:bridge", "fees", "rounding", "leavers", "rewards"];

const move = fc.record({
  cause: fc.constantFrom(...CAUSES),
  total: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 24n }),
  supply: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 24n }),
});

describe("Attribution: parts of a rate", () => {
  it("SCN-09: whatever moves total and supply, the parts add up to the exit price, and what is shown to what is shown", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), fc.bigInt({ min: 0n, max: 10n ** 20n }), (moves, lockedProfit) => {
        const parts = new RateParts();
        let [total, supply] = [0n, 0n];
        for (const one of moves) {
          if (total + one.total < lockedProfit || supply + one.supply < 0n) continue;
          total += one.total;
          supply += one.supply;
          parts.move(one.cause, "Test.Event", one.total, one.supply);
        }
        const inDrip = total < lockedProfit ? 0n : lockedProfit;
        const totals = { recognised: total - inDrip, lockedProfit: inDrip, supply };
        const exit = parts.exitParts(totals);
        const price = ((totals.recognised + VIRTUAL) * E36) / (supply + VIRTUAL);
        expect(exit.reduce((sum, { e36 }) => sum + e36, E36)).to.equal(price);
        const shown = waterfall(exit, price / WAD);
        expect(shown.endRateWad).to.equal(price / WAD);
        expect(shown.parts.reduce((sum, { wad }) => sum + wad, shown.startRateWad)).to.equal(price / WAD);
      }),
    );
  });

  it("SCN-09: a gain lifts its own part alone, and a deposit at the price moves none", () => {
    const parts = new RateParts();
    parts.move("rounding", "Vault.Deposited", 100n * WAD, 100n * WAD);
    parts.move("staking", "Vault.SyncApplied", WAD);
    parts.move("rounding", "Vault.Deposited", 101n * WAD, 100n * WAD);
    const [rounding, staking] = parts.exitParts({ recognised: 202n * WAD, lockedProfit: 0n, supply: 200n * WAD });
    expect(staking!.e36 / 10n ** 30n).to.equal(9_999n);
    expect(rounding!.e36 < 10n ** 22n && rounding!.e36 >= 0n, String(rounding!.e36)).to.equal(true);
    expect(Object.fromEntries(rounding!.events)).to.deep.equal({ "Vault.Deposited": 2 });
  });

  it("VLT-89: no part of a report has the other sign than its cause, whatever was earned, lost, given and rounded", () => {
    const event = "EigenPod.CheckpointFinalized";
    // a wei of rounding in a checkpoint with a net of 3 and penalties of 10
    expect(splitYield(-1n, { netWei: 3n * WAD, penaltiesWei: 10n * WAD, event })).to.deep.equal([
      { cause: "penalties", event, wei: -1n },
    ]);
    const wei = fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n });
    const positive = fc.bigInt({ min: 0n, max: 10n ** 21n });
    fc.assert(
      fc.property(wei, wei, positive, positive, (change, netWei, penaltiesWei, giftsWei) => {
        const given = giftsWei < netWei + penaltiesWei ? giftsWei : 0n;
        const parts = splitYield(change, { netWei, penaltiesWei, giftsWei: given, event });
        expect(parts.reduce((sum, one) => sum + one.wei, 0n)).to.equal(change);
        for (const { cause, wei: part } of parts) expect(part > 0n, cause).to.equal(cause !== "penalties");
      }),
    );
  });

  it("VLT-89: what strangers add to a validator or send to a pod is a gift, and no reward", () => {
    const pod = `0x${"ab".repeat(20)}`;
    const entry = (name: string, args: Record<string, unknown>): Entry =>
      ({
        ...{ contract: "Test", address: pod, block: 1, timestamp: 0n, transaction: "0x", name },
        args: Object.entries(args).map(([one, value]) => ({ name: one, type: "", value })),
      }) as unknown as Entry;
    const validators = new Validators();
    const paid = entry("DepositQueued", { index: 7n, amountGwei: 32n * GWEI, applyEpoch: 1n });
    validators.apply(
      entry("ValidatorRegistered", {
        index: 7n,
        pubkeyHash: "0x07",
        withdrawalCredentials: `0x${pod.slice(2).padStart(64, "0")}`,
      }),
    );
    validators.apply(paid);
    expect(validators.takeGifts(pod, WAD)).to.equal(0n);
    validators.apply(entry("DepositQueued", { index: 7n, amountGwei: 500n * GWEI, applyEpoch: 1n }));
    validators.apply(entry("NonBeaconChainETHReceived", { amountReceived: WAD }));
    expect(validators.takeGifts(pod, 400n * WAD)).to.equal(400n * WAD);
    const giftsWei = validators.takeGifts(pod, 1_000n * WAD);
    expect(giftsWei).to.equal(101n * WAD);
    const event = "EigenPod.CheckpointFinalized";
    expect(splitYield(102n * WAD, { netWei: 102n * WAD, penaltiesWei: 0n, giftsWei, event })).to.deep.equal([
      { cause: "staking", event, wei: WAD },
      { cause: "gifts", event, wei: 101n * WAD },
    ]);
  });

  it("SCN-09: a report is split into rewards and penalties as rung 1 gave and took, to the wei", () => {
    const event = "StakedEther.Reported";
    expect(splitYield(70n, { netWei: 700n, penaltiesWei: 300n, event })).to.deep.equal([
      { cause: "staking", event, wei: 100n },
      { cause: "penalties", event: "BeaconChain.BalanceSettled", wei: -30n },
    ]);
    expect(splitYield(-7n, { netWei: -70n, penaltiesWei: 100n, event }).map(({ wei }) => wei)).to.deep.equal([
      3n,
      -10n,
    ]);
    expect(splitYield(-7n, { netWei: -70n, penaltiesWei: 0n, event })).to.deep.equal([
      { cause: "penalties", event, wei: -7n },
    ]);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 20n }),
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        (wei, netWei, penaltiesWei) => {
          expect(splitYield(wei, { netWei, penaltiesWei, event }).reduce((sum, one) => sum + one.wei, 0n)).to.equal(
            wei,
          );
        },
      ),
    );
  });

  it("SCN-09: causes have one order and a name each, with whom they name", () => {
    expect(["lockedProfit", "slashes:oracle", "fees", "slashes:bridge", "staking"].sort(byOrder)).to.deep.equal([
      "staking",
      "slashes:bridge",
      "slashes:oracle",
      "fees",
      "lockedProfit",
    ]);
    expect(labelOf("slashes:bridge")).to.equal("Slashes (bridge)");
    expect(labelOf("fees")).to.equal("Protocol fee");
  });
});
