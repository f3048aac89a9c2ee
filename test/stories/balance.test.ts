import { expect } from "chai";
import { sent } from "../../scripts/lib/ladder/sent.ts";
import { ETH } from "../../scripts/lib/units.ts";
import { restLines } from "../../scripts/scenario/balance/rest.ts";
import { SHORT, TestStage } from "./stage.ts";

/** No contract knows it. */
const UNNAMED = "0x1111111111111111111111111111111111111111";

const STAKED = `${SHORT}      - register: { by: north }
      - secure: { by: north, service: bridge, part: 50% }
      - advance: 1 day
      - enlist: { operator: north, share: 100%, cap: 10_000 ETH, validators: 1 }
      - stake: { by: bob, amount: 64 ETH }
      - sync:
`;

describe("Where results come from and go", () => {
  let stage: TestStage;

  before(async () => {
    stage = await TestStage.open();
  });

  /** Plays a story in which nobody's results are looked at: every row is by itself. */
  async function restAfter(text: string, then: () => Promise<void> = async () => undefined) {
    const { ladder } = stage;
    await stage.reset();
    const beganAt = await ladder.ethers.provider.getBlockNumber();
    const entries = await stage.play(text);
    await then();
    const names = ["alice", "bob", "north", "wendy"];
    const signer = (name: string) => ladder.others[names.indexOf(name)]!;
    const rest = await restLines({ ladder, notes: new Map(), signer }, names, [], entries, beganAt);
    return { beganAt, wei: (name: string) => rest.find((row) => row.name === name)!.wei, rest };
  }

  it("SCN-90: the beacon chain's row is the change of its reserve, once every validator is settled", async () => {
    const { beaconChain } = stage.ladder.contracts;
    const text = `${STAKED}      - deposit: { by: alice, amount: 64 ETH }
      - restake: { operator: north }
      - keepers: 3 days
      - penalise: { operator: north, each: 0.01 ETH }
      - next-epoch:
`;
    const { beganAt, wei } = await restAfter(text, async () => {
      for (let index = 0n; index < (await beaconChain.validatorCount()); ++index)
        await sent(beaconChain.connect(stage.ladder.keeper).settle(index));
    });
    const before = await beaconChain.issuanceReserveWei({ blockTag: beganAt });
    expect(wei("beaconChain"))
      .to.equal((await beaconChain.issuanceReserveWei()) - before)
      .and.not.equal(0n);
  }).timeout(120_000);

  it("SCN-90: what was slashed is what the vault's stake has lost, and nothing else is left unbooked", async () => {
    const staked = `${STAKED}      - deposit: { by: bob, amount: 60 wstETH }
      - restake: { operator: north }
`;
    const slash = `      - equivocate: { by: north, height: 7 }
      - prove: { by: wendy, operator: north, height: 7 }
      - sync:
`;
    const { vault } = stage.ladder.contracts;
    await restAfter(staked);
    const { recognised } = await vault.totals();
    const { wei } = await restAfter(staked + slash);
    const lostWei = recognised - (await vault.totals()).recognised;
    expect(lostWei).to.be.above(ETH);
    expect(wei("slashed") - lostWei).to.be.within(-10n, 10n);
    expect(wei("unbooked")).to.be.within(-10n, 10n);
  }).timeout(120_000);

  it("SCN-90: no row is what is missing: ETH that goes where no event points is missing from the sum", async () => {
    const { ladder } = stage;
    const total = ({ rest }: Awaited<ReturnType<typeof restAfter>>): bigint =>
      rest.reduce((sum, { wei }) => sum + wei, 0n);
    const pay = async (): Promise<void> => {
      await (await ladder.keeper.sendTransaction({ to: UNNAMED, value: ETH })).wait();
    };
    const whole = total(await restAfter(STAKED));
    expect(total(await restAfter(STAKED, pay))).to.equal(whole - ETH);
  }).timeout(120_000);
});
