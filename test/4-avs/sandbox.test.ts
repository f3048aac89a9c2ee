import { readFileSync } from "node:fs";
import { expect } from "chai";
import hre from "hardhat";
import { type Choice, ImpossibleChoice, readChoice } from "../../scripts/sandbox/choice.ts";
import { blocksOf, SHOWN, shownOf } from "../../scripts/sandbox/page.ts";
import { type Fallen, playSandbox } from "../../scripts/sandbox/play.ts";
import { linesOf, rowsOf } from "../../scripts/sandbox/table.ts";
import { runSandbox } from "../../scripts/sandbox/task.ts";
import { WAD } from "../../scripts/lib/units.ts";

const DEFAULTS = { operators: "2", sizes: "10,50", faults: "1@1", queued: "25", validators: "0", penalty: "1" };

const PAGE = readFileSync(new URL("../../docs/services/slash-sandbox.md", import.meta.url), "utf8");
/** The same but for gas, and for decimals that change with the ladder's age. */
function expectAlike(block: string, printed: string): void {
  const [one, other] = [block, printed].map((text) => text.replaceAll(/\d+ gas/gu, "gas")) as [string, string];
  const words = (text: string) => text.replaceAll(/[-\d.]+/gu, "#").replaceAll(/ +/gu, " ");
  expect(words(one)).to.equal(words(other));
  const numbers = (text: string) => [...text.matchAll(/-?\d+(?:\.\d+)?/gu)].map(([number]) => Number(number));
  const others = numbers(other);
  expect(numbers(one).every((number, index) => Math.abs(number - others[index]!) < 0.01)).to.equal(true);
}

/** As JSON has it: bigints are strings of digits. */
type Plain<T> = T extends bigint ? string : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n);

describe("The slash sandbox", () => {
  it("AVS-85: reads what to play, and says what cannot be played", () => {
    const choice: Choice = readChoice({
      ...DEFAULTS,
      sizes: "12.5, 100",
      faults: "2@1, 1@2 + 2@beacon",
      validators: "3",
      penalty: "0.25",
    });
    expect(choice).to.deep.equal({
      operators: 2,
      sizesWad: [WAD / 8n, WAD],
      blocks: [
        [{ operator: 2, service: 1 }],
        [
          { operator: 1, service: 2 },
          { operator: 2, service: "beacon" },
        ],
      ],
      queuedPercent: 25,
      validators: 3,
      penaltyWei: WAD / 4n,
    });
    const complaints: [Partial<typeof DEFAULTS>, string][] = [
      [{ operators: "0" }, '--operators is a whole number from 1 to 4, not "0"'],
      [{ operators: "2.5" }, '--operators is a whole number from 1 to 4, not "2.5"'],
      [{ sizes: "0" }, 'a size is a percentage above 0 and at most 100, not "0"'],
      [{ sizes: "100.1" }, 'a size is a percentage above 0 and at most 100, not "100.1"'],
      [{ sizes: "ten" }, 'a size is a percentage above 0 and at most 100, not "ten"'],
      [{ sizes: "1,2,3,4,5" }, "there are at most 4 services, not 5 sizes"],
      [{ faults: "1" }, 'a fault is OPERATOR@SERVICE, as 1@1, not "1"'],
      [{ faults: "3@1" }, 'a fault\'s operator is a whole number from 1 to 2, not "3"'],
      [{ faults: "1@3" }, 'a fault\'s service is a whole number from 1 to 2, not "3"'],
      [{ faults: "1@beacon" }, "a fault on the beacon chain needs validators: --validators 1"],
      [{ validators: "5" }, '--validators is a whole number from 0 to 4, not "5"'],
      [{ penalty: "0" }, '--penalty is ETH above 0 and at most 16, with up to 9 decimals, not "0"'],
      [{ penalty: "17" }, '--penalty is ETH above 0 and at most 16, with up to 9 decimals, not "17"'],
      [{ queued: "101" }, '--queued is a whole number from 0 to 100, not "101"'],
    ];
    for (const [changed, complaint] of complaints) {
      expect(() => readChoice({ ...DEFAULTS, ...changed })).to.throw(ImpossibleChoice, complaint);
    }
  });

  it("AVS-136: with --json it prints every number in wei and nothing else", async function () {
    this.timeout(120_000);
    const printed: string[] = [];
    const { log } = console;
    console.log = (line: string) => void printed.push(line);
    try {
      await runSandbox({ ...DEFAULTS, json: true }, hre);
    } finally {
      console.log = log;
    }
    expect(printed).to.have.length(1);
    const { choice, blocks } = JSON.parse(printed[0]!) as { choice: Plain<Choice>; blocks: Plain<Fallen>[] };
    expect(choice.sizesWad).to.deep.equal([(WAD / 10n).toString(), (WAD / 2n).toString()]);
    expect(blocks).to.have.length(1);
    const { before, after, faults } = blocks[0]!;
    expect(faults).to.deep.equal([{ operator: 1, service: 1 }]);
    // a tenth of the half that stood behind the service, of the first operator alone
    const [was, is] = [before.stakeWei.map(BigInt), after.stakeWei.map(BigInt)];
    expect(is[0]).to.be.within((was[0]! * 95n) / 100n - 2n, (was[0]! * 95n) / 100n + 2n);
    expect(is[1]).to.equal(was[1]);
    expect(BigInt(before.lrtRateWei)).to.be.greaterThan(BigInt(after.lrtRateWei));
    // what JSON cannot write (a map, say) would be an empty object
    const walk = (value: unknown): unknown[] =>
      typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(walk)] : [];
    for (const part of walk(blocks)) expect(Object.keys(part as object)).to.not.have.length(0);
  });

  describe("with two operators, two services, exits in the queue and three faults", () => {
    let fallen: Fallen[];

    before(async () => {
      fallen = await playSandbox(hre, readChoice({ ...DEFAULTS, faults: "1@1,1@2,2@1" }));
    });

    it("AVS-86: the loss is the same at every rung, to the wei of its rounding, and the vault is told at once", () => {
      expect(fallen).to.have.length(3);
      for (const { before, after, told } of fallen) {
        expect(told).to.equal(true);
        const lost = sum(before.stakeWei) - sum(after.stakeWei);
        expect(lost).to.be.greaterThan(0n);
        const near = (other: bigint) => expect(other - lost).to.be.within(-20n, 20n);
        near(before.lstWei - after.lstWei);
        near(sum(before.vaultAtOperatorWei) - sum(after.vaultAtOperatorWei));
        near(before.vaultWei - after.vaultWei);
        const people = (levels: typeof before) => sum(Object.values(levels.holdersWei)) + levels.queuedExitsWei;
        // The virtual shares that the vault began with bear a millionth of a billionth of it.
        expect(people(before) - people(after) - lost).to.be.within(-200_000n, 20n);
      }
    });

    it("AVS-86: an operator loses its service's size of what it has allocated, the other operator nothing", () => {
      const [first, second, third] = fallen as [Fallen, Fallen, Fallen];
      const part = ({ before, after }: Fallen, operator: number) =>
        ((before.stakeWei[operator]! - after.stakeWei[operator]!) * 1_000_000n) / before.stakeWei[operator]!;
      // Half of the stake is behind each service: 10 % of a half, then 50 % of a half of what is left of 0.95.
      expect(part(first, 0)).to.be.within(49_999n, 50_000n);
      expect(part(second, 0)).to.be.within(263_157n, 263_158n);
      expect(part(third, 1)).to.be.within(49_999n, 50_000n);
      expect([part(first, 1), part(second, 1), part(third, 0)]).to.deep.equal([0n, 0n, 0n]);
    });

    it("AVS-86: who stays and who is on the way out lose the same part", () => {
      for (const { before, after } of fallen) {
        const kept = (was: bigint, is: bigint) => (is * 10n ** 12n) / was;
        const queued = kept(before.queuedExitsWei, after.queuedExitsWei);
        for (const name of ["alice", "bob"]) {
          expect(kept(before.holdersWei[name]!, after.holdersWei[name]!) - queued).to.be.within(-1n, 1n);
        }
      }
    });

    it("AVS-154: the page shows what the sandbox prints", () => {
      expectAlike(blocksOf(PAGE)[0]!, shownOf(fallen, SHOWN[0].blocks));
    });

    it("AVS-86: prints a line a rung", () => {
      const [first] = fallen as [Fallen];
      const lines = linesOf(first, 1);
      expect(lines[0]).to.match(
        /^fault 1: operator 1 contradicts itself at service 1 \(10 % of its allocation\); the vault heard/u,
      );
      expect(lines).to.have.length(rowsOf(first).length + 1);
      expect(lines.find((line) => line.includes("LRT rate"))).to.match(/1\.000000 +→ +0\.97500\d +-2\.\d{3} %/u);
    });
  });

  describe("with validators, two services at fault in one block, and a penalty stacked on a slash", () => {
    let choice: Choice;
    let fallen: Fallen[];

    before(async () => {
      choice = readChoice({ ...DEFAULTS, ...SHOWN[1].options });
      fallen = await playSandbox(hre, choice);
    });

    /** Naive: a magnitude for each operator, an equal part of it behind each service, a penalty as a part of all the pod's ETH. */
    function expectedStakes(): bigint[][] {
      const services = choice.sizesWad.length;
      const magnitudes = Array.from({ length: choice.operators }, () => WAD);
      const allocated = magnitudes.map(() => Array.from({ length: services }, () => WAD / BigInt(services)));
      return fallen.map(({ faults, before }) => {
        const was = [...magnitudes];
        const penalties = magnitudes.map(() => 0n);
        for (const { operator, service } of faults) {
          if (service === "beacon") {
            penalties[operator - 1]! += choice.penaltyWei * BigInt(choice.validators);
            continue;
          }
          const cut = (allocated[operator - 1]![service - 1]! * choice.sizesWad[service - 1]!) / WAD;
          allocated[operator - 1]![service - 1]! -= cut;
          magnitudes[operator - 1]! -= cut;
        }
        return before.stakeWei.map((stake, index) => {
          const left = (wei: bigint) => (wei * magnitudes[index]!) / was[index]!;
          // what was earned after a slash is whole: of a pod's ETH more than the magnitude may be left
          const { [index]: pod = 0n } = before.podWei;
          const penalty = pod === 0n ? 0n : (penalties[index]! * left(before.nativeWei[index]!)) / pod;
          return left(stake) - penalty;
        });
      });
    }

    it("SCN-52: stake falls as a naive calculation says, native and LST, slashes multiplied and a penalty on what they left", () => {
      for (const [block, expected] of expectedStakes().entries()) {
        const { before, after, faults } = fallen[block]!;
        for (const [index, stake] of after.stakeWei.entries()) {
          expect(stake - expected[index]!, `block ${block + 1}, operator ${index + 1}`).to.be.within(-200n, 200n);
          const atFault = faults.some(({ operator }) => operator === index + 1);
          expect(stake < before.stakeWei[index]!, "who is at fault loses, and nobody else").to.equal(atFault);
        }
      }
    }).timeout(300_000);

    it("SCN-52: the vault loses what its stake lost, what had not dripped first, and all shares lose the same part", () => {
      for (const { before, after } of fallen) {
        const lost = sum(before.stakeWei) - sum(after.stakeWei);
        const vaultLost = before.vaultWei + before.lockedProfitWei - after.vaultWei - after.lockedProfitWei;
        // what drips between two readings pays its fee: at most a twentieth of what had not dripped
        expect(vaultLost - lost).to.be.within(-200n, before.lockedProfitWei / 20n + 200n);
        expect(after.lockedProfitWei).to.equal(0n);
        const kept = (was: bigint, is: bigint) => (is * 10n ** 12n) / was;
        const rate = kept(before.lrtRateWei, after.lrtRateWei);
        for (const name of ["alice", "bob"])
          expect(kept(before.holdersWei[name]!, after.holdersWei[name]!) - rate).to.be.within(-1n, 1n);
        expect(kept(before.queuedExitsWei, after.queuedExitsWei) - rate).to.be.within(-1n, 1n);
      }
    });

    it("AVS-154: the page shows this too, and names the options", () => {
      expectAlike(blocksOf(PAGE)[1]!, shownOf(fallen, SHOWN[1].blocks));
      expect(PAGE).to.include("`--validators 1 --faults 1@1+2@2+1@2,2@1+2@beacon`");
    });

    it("SCN-52: says what happened in one block, and by whom the vault heard of it", () => {
      const [first, second] = fallen as [Fallen, Fallen];
      expect(linesOf(first, 1)[0]).to.match(
        /^fault 1: .* service 1 .*, and in the same block operator 2 .* service 2/u,
      );
      expect(linesOf(first, 1).some((line) => line.includes("ETH of validators"))).to.equal(true);
      expect(linesOf(second, 2)[0]).to.match(
        /the beacon chain takes 1\.000000 ETH of each validator of operator 2; a checkpoint proved it and a sync found it/u,
      );
    });
  });
});
