import * as C from "../../../../model/1-staking/consensus.ts";
import { squareRoot } from "../../../../model/shared/uint.ts";
import { Beacon, TOTAL_GWEI } from "../beacon.ts";
import { appliedAfter, behind, leastEther, life, outAfter, penalties, slashed } from "../beacon-examples.ts";
import { type Page, says } from "../claims.ts";
import { inMillions, ofGwei, ofWei, power, rounded } from "../shown.ts";
import { constant, numberIn, numbersIn } from "../sources.ts";

const FORKS = "contracts/1-staking/Forks.sol";
const COMPARED = "scripts/compare-beacon/comparisons";
const FEE = "contracts/1-staking/RequestFee.sol";
const STORY = "scenarios/mass-slashing.yaml";
const TESTS = "test/1-staking/slashing.test.ts";
const TOTAL = ofGwei(TOTAL_GWEI);
const LEAST = ofGwei(C.MIN_ACTIVATION_BALANCE);
const MOST = ofGwei(C.MAX_EFFECTIVE_BALANCE);
const YEAR = (365.25 * 86_400) / Number(C.SECONDS_PER_EPOCH);

const of = (name: string): number => constant("contracts/1-staking/Consensus.sol", name);
const days = (epochs: bigint): string => rounded((Number(epochs) * Number(C.SECONDS_PER_EPOCH)) / 86_400, 0);
const inEther = (gwei: bigint, digits: number): string => rounded(ofGwei(gwei), digits);
/** Numbers of both sides that `npm run compare:beacon` demands of a difference. */
const both = (comparison: string, id: string) =>
  (["theirs", "ours"] as const).map((side) =>
    BigInt(numberIn(`${COMPARED}/${comparison}.ts`, new RegExp(`"${id}",[^}]*?${side}: ([\\d_]+)n`))),
  ) as [bigint, bigint];

export const staking: Page = {
  path: "docs/rungs/1-staking.md",
  claims: () => {
    const { active, firstPay, lastPay, reward, out, withdrawable } = life();
    const [electra, gloas] = [new Beacon().state.config, new Beacon("gloas").state.config];
    const limits = (side: "exitChurnLimitGwei" | "depositChurnLimitGwei" | "consolidationChurnLimitGwei") =>
      [ofGwei(electra[side]), ofGwei(gloas[side])] as const;
    const [exits, exitsOfGloas] = limits("exitChurnLimitGwei");
    const [deposits, depositsOfGloas] = limits("depositChurnLimitGwei");
    const [consolidations, consolidationsOfGloas] = limits("consolidationChurnLimitGwei");
    const [quotient, least] = [/Electra\) return Churn\((\S+?),/, /Electra\) return Churn\(\S+ (\S+?),/].map((p) =>
      numberIn(FORKS, p),
    );
    const [quotientOfGloas, leastOfGloas] = [/ {8}return Churn\((\S+?),/, / {8}return Churn\(\S+ (\S+?),/].map((p) =>
      numberIn(FORKS, p),
    );
    const consolidationQuotient = numberIn(FORKS, /totalActiveGwei, (\S+?),/);

    const together = BigInt(numberIn(`${COMPARED}/slashings.ts`, /slashedEther = (\S+);/));
    const [example] = slashed(together * C.ETHER_GWEI - C.MIN_ACTIVATION_BALANCE);
    const { atOnce, anEpoch, halfWay, lock } = example!;
    const [there, here] = both("slashings", "constant-total");
    const mass = BigInt(numberIn(TESTS, /Elsewhere\((3_38\d_\d+)n/)) * C.ETHER_GWEI;
    const [first, last] = slashed(mass, 2);
    const [early = 0, late = 0] = numbersIn(STORY, /slash-elsewhere: \{ amount: ([\d_]+) ETH/);
    const [waitEarly, waitLate, waitElse] = [early, early + late, 0].map((ether) =>
      outAfter(BigInt(ether) * C.ETHER_GWEI),
    );
    const unequal = leastEther((one, other) => other.lock > one.lock);
    const forgotten = leastEther((_, other) => other.halfWay === 0n);

    const [theirLot, ourLot] = both("rewards", "lots");
    const [theirLate, ourLate] = both("deposits", "late-exit");
    const [theirSecond] = both("deposits", "second-queue");
    const topUp = numberIn(`${COMPARED}/deposits.ts`, /topUp\(late, (\S+) \*/);
    const large = numberIn(`${COMPARED}/deposits.ts`, /create\(2, (2_\S+) \*/);

    return [
      says`Time is epochs of ${of("SECONDS_PER_EPOCH")} seconds since`,
      says`anyone, ≥ ${ofWei(constant("contracts/1-staking/Deposits.sol", "MIN_DEPOSIT_WEI"))} ETH`,
      says`N + ${appliedAfter(5n)} (N + ${appliedAfter(0n)} from an epoch's first slot)`,
      says`| ${active - C.MAX_SEED_LOOKAHEAD} / ${active} epochs after ${LEAST} ETH are effective`,
      says`after ${C.SHARD_COMMITTEE_PERIOD} epochs of service`,
      says`≥ ${out} epochs by churn, behind all that was slashed before / ${withdrawable} later`,
      says`reward per increment (${ofGwei(of("EFFECTIVE_BALANCE_INCREMENT"))} ETH of effective balance) and epoch: ${power(C.ETHER_GWEI)} × ${of("BASE_REWARD_FACTOR")} / isqrt(total)`,
      says`At ${inMillions(TOTAL)} ETH: isqrt = ${squareRoot(TOTAL_GWEI)}, so ${electra.baseRewardPerIncrementGwei} gwei.`,
      says`A ${LEAST} ETH validator earns ${reward} gwei an epoch, ${rounded(ofGwei(reward) * YEAR, 2)} ETH a year, ${rounded((ofGwei(reward) * YEAR * 100) / LEAST, 2)} %.`,
      says`are paid at the end of N + ${firstPay - 1n}: the first reward of a validator is in its balance at activation + ${firstPay}, the last at exit + ${lastPay}.`,
      says`so there are ${penalties()} of them`,
      says`A ${MOST} ETH validator takes ${behind(C.MAX_EFFECTIVE_BALANCE)} epochs of ${deposits}.`,
      says`at ${inMillions(TOTAL)} ETH |`,
      says`| ${numberIn("deploy/presets/mainnet.json5", /fork: (\d),/)}, Electra and Fulu (both presets) | total / ${quotient!}, within ${ofGwei(least!)} and ${deposits} | the same | ${deposits} and ${exits} |`,
      says`| ${numberIn("deploy/presets/mainnet.json5", /(\d) Gloas/)}, Gloas | total / ${quotientOfGloas!}, within ${ofGwei(leastOfGloas!)} and ${depositsOfGloas} | total / ${quotientOfGloas!}, at least ${ofGwei(leastOfGloas!)} | ${depositsOfGloas} and ${exitsOfGloas} |`,
      says`deposits pass in order, at most ${C.MAX_PENDING_DEPOSITS_PER_EPOCH} an epoch`,
      says`in which ${early} ETH of others were slashed is out ${waitEarly!} epochs (${days(waitEarly!)} days) later, after ${early + late} ETH ${waitLate!} epochs (${days(waitLate!)} days) later, and not after ${waitElse!}.`,
      says`when the balance is ${ofGwei(of("HYSTERESIS_DOWNWARD"))} ETH below or ${ofGwei(of("HYSTERESIS_UPWARD"))} ETH above it; at most ${LEAST} or ${MOST} ETH.`,
      says`slashing: effective / ${C.MIN_SLASHING_PENALTY_QUOTIENT} at once (${LEAST} ETH: ${atOnce} gwei); ${of("TIMELY_SOURCE_WEIGHT")}/${of("WEIGHT_DENOMINATOR")} + ${of("TIMELY_TARGET_WEIGHT")}/${of("WEIGHT_DENOMINATOR")} of the base reward an epoch (${anEpoch} gwei) until withdrawable, the later of exit + ${withdrawable} and ${lock} epochs`,
      says`half way increments × (min(${of("PROPORTIONAL_SLASHING_MULTIPLIER")} × slashed in the window, total) / (total / ${power(C.ETHER_GWEI)}))`,
      says`With ${together} of ${TOTAL} ETH slashed: ${halfWay / BigInt(LEAST)} gwei an ETH, ${inEther(halfWay, 2)} ETH of ${LEAST} (on mainnet, where the slashed have left by then and the total is smaller, ${there} and ${inEther(there * BigInt(LEAST), 2)}).`,
      says`beyond about ${inMillions(unequal)} ETH slashed together (at ${exits} an epoch) equal validators do not lose equally: the exit queue is longer than ${C.EPOCHS_PER_SLASHINGS_VECTOR} epochs`,
      says`Beyond ${inMillions(forgotten, 2)} the record of the slashing is gone by then: of ${ofGwei(mass + 2n * C.MIN_ACTIVATION_BALANCE)} ETH the first lose ${inEther(first!.halfWay, 2)} of ${LEAST} ETH to correlation, the last ${last!.halfWay === 0n ? "nothing" : last!.halfWay}.`,
      says`fake_exponential(${constant(FEE, "MIN_FEE_WEI")} wei, excess, ${constant(FEE, "UPDATE_FRACTION")}), the excess up by requests beyond ${C.TARGET_WITHDRAWAL_REQUESTS_PER_BLOCK} a block; for consolidations, which have a fee of their own, beyond ${C.TARGET_CONSOLIDATION_REQUESTS_PER_BLOCK}.`,
      says`in Electra what exits leave of a ${consolidationQuotient}th of all stake, ${consolidations} ETH an epoch at ${inMillions(TOTAL)} ETH, in Gloas a ${consolidationQuotient}th, ${consolidationsOfGloas} ETH. Where that is ${LEAST} ETH or less none is taken.`,
      says`in the example above the correlation penalty is ${there} gwei an ETH there and ${here} here, ${rounded((1 - Number(here) / Number(there)) * 100, 0)} % less.`,
      says`earns ${theirLot} gwei an epoch there, ${rounded((1 - Number(theirLot) / Number(ourLot)) * 100, 1)} % less than the ${ourLot} here.`,
      says`behind one of ${topUp} ETH a deposit comes after ${ourLate} epochs, there after ${theirLate}.`,
      says`behind ${large} ETH, ${theirSecond} epochs after.`,
      says`Of the ${C.PENDING_CONSOLIDATIONS_LIMIT} consolidations that a state lets wait`,
    ];
  },
};
