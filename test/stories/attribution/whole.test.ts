import { expect } from "chai";
import { AttributionMismatch } from "../../../scripts/attribution/attribution.ts";
import { E36 } from "../../../scripts/attribution/rate-parts.ts";
import type { Entry } from "../../../scripts/lib/ladder/event-log.ts";
import { SHORT, TestStage } from "../stage.ts";

const STORY = `${SHORT}      - register: { by: north }
      - secure: { by: north, service: bridge, part: 50% }
      - advance: 1 day
      - enlist: { operator: north, share: 100%, cap: 1000 ETH, validators: 2 }
      - stake: { by: bob, amount: 60 ETH }
      - sync:
      - deposit: { by: alice, amount: 64 ETH }
      - deposit: { by: bob, amount: 50 wstETH }
      - restake: { operator: north }
      - keepers: 2 days
      - penalise: { operator: north, each: 0.02 ETH }
      - checkpoint: { operator: north }
      - sync:
      - request: { by: bob, amount: 20 LRT, ticket: bob-1 }
      - close:
      - unwind: { operator: north }
      - equivocate: { by: north, height: 7 }
      - prove: { by: wendy, operator: north, height: 7 }
      - sync: { operator: north }
      - slash-validator: { operator: north }
      - keepers: 3 days
      - undelegate: { by: north }
      - advance: 6 hours
      - keepers: 1 day
      - claim: { by: bob, ticket: bob-1 }
      - advance: 3 hours
`;

describe("Attribution: a story with everything in it", () => {
  let stage: TestStage;
  let entries: readonly Entry[];

  before(async () => {
    stage = await TestStage.open();
    entries = await stage.play(STORY);
  });

  it("SCN-09: every cause is there, and their sum is the rate that the vault answers, in the middle of a drip", async () => {
    const attribution = await stage.attribution();
    attribution.feed(entries);
    const { timestamp } = (await stage.ladder.ethers.provider.getBlock("latest"))!;
    const { parts } = attribution.at(BigInt(timestamp));
    const sum = parts.reduce((all, { e36 }) => all + e36, E36);
    expect(sum / 10n ** 18n).to.equal(await stage.ladder.contracts.vault.rate());
    const part = (cause: string) => parts.find((one) => one.cause === cause)?.e36 ?? 0n;
    expect(part("staking") > 0n, "staking").to.equal(true);
    expect(part("penalties") < 0n, "penalties").to.equal(true);
    expect(part("slashes:unknown") < 0n, "slashes").to.equal(true);
    expect(part("fees") <= 0n, "fees").to.equal(true);
    const rounding = part("rounding");
    expect(rounding < 10n ** 26n && rounding > -(10n ** 26n), `rounding ${rounding}`).to.equal(true);
  });

  /** Kinds of events that nothing makes up for: the next sync of what they are about finds another value. */
  const NEEDED = [
    "MaxMagnitudeUpdated",
    "Reported",
    "DepositScalingFactorUpdated",
    "SlashingWithdrawalQueued",
    "BeaconChainSlashingFactorDecreased",
    "PodSharesUpdated",
    "Moved",
  ];

  for (const name of NEEDED) {
    it(`SCN-14: a history without ${name} is refused, not explained away`, async () => {
      const attribution = await stage.attribution();
      const without = entries.filter((entry) => entry.name !== name);
      expect(without.length, `the story has a ${name}`).to.be.lessThan(entries.length);
      expect(() => attribution.feed(without)).to.throw(AttributionMismatch);
    });
  }

  it("SCN-14: a value that the vault would have read wrongly is refused", async () => {
    const at = entries.findLastIndex(({ name }) => name === "ComponentSynced");
    const forged = entries.map((entry, index) =>
      index !== at
        ? entry
        : {
            ...entry,
            args: entry.args.map((arg) =>
              arg.name === "assetsAfter" ? { ...arg, value: (arg.value as bigint) + 1n } : arg,
            ),
          },
    );
    const attribution = await stage.attribution();
    expect(() => attribution.feed(forged)).to.throw(AttributionMismatch, /is worth/);
  });
});
