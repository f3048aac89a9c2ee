import { expect } from "chai";
import path from "node:path";
import { beaconTwin } from "../../../scripts/twin/beacon/check.ts";
import { KINDS } from "../../../scripts/twin/beacon/kinds.ts";
import { openChainPairs } from "../../../scripts/twin/beacon/pair.ts";
import { checkDrawn } from "../../../scripts/twin/shared/drawn.ts";
import { nothingMet } from "../../../scripts/twin/shared/met.ts";
import { saveDrawn } from "../../../scripts/twin/shared/saved-drawn.ts";

const SEED = 20_261_129;
const REPORTS = path.join(import.meta.dirname, "../../../reports");

describe("the model of the beacon chain and the contract [uninstrumented]", function () {
  this.timeout(900_000);

  for (const [fork, runs] of [
    ["electra", 150],
    ["gloas", 50],
  ] as const) {
    it(`TWN-40: with ${fork}'s churn they agree on results, reverts, logs and all validators after every step of drawn sequences`, async () => {
      const met = nothingMet();
      const plan = { seed: SEED, sequences: runs, beginnings: true };
      const found = await checkDrawn(beaconTwin(await openChainPairs(fork)), plan, met);
      const saved = found === undefined ? "" : saveDrawn(`beacon ${fork}`, SEED, found, REPORTS);
      expect(found?.disagreement.message, `npm run test:deep -- --play ${saved}`).to.equal(undefined);
      if (fork !== "electra") {
        expect(met.words.has("not consolidated 1"), "no churn for consolidations").to.equal(true);
        return;
      }
      const wanted = [
        ...KINDS.filter((kind) => kind !== "eject"),
        ...["UnknownValidator", "DepositTooLow", "DepositNotInGwei", "RequestFeeTooLow", "NotEjectable", "OnlyNetwork"],
        ...[
          "NotAtStake",
          "AlreadySlashed",
          "ignored 0",
          "ignored 1",
          "ignored 2",
          "ignored 3",
          "ignored 4",
          "ignored 6",
        ],
        ...["waiting", "active", "exiting", "exited", "withdrawable", "slashed", "slashed and withdrawable"],
        "with partial withdrawals on their way",
        ...["switched", "moved", "on its way into another", "slashed on its way into another"],
        ...[2, 3, 4, 5, 6, 7, 8, 9].map((why) => `not consolidated ${why}`),
      ];
      expect(wanted.filter((word) => !met.words.has(word))).to.deep.equal([]);
    });
  }
});
