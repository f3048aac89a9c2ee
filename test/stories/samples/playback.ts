import type { Moment, Playback } from "../../../scripts/scenario/playback.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

function moment(
  day: number,
  exitRateWad: bigint,
  parts: Record<string, bigint>,
  queue: [bigint, bigint, bigint],
  stakes: [bigint, bigint],
): Moment {
  const [openShares, closedShares, lockedWei] = queue;
  return {
    block: BigInt(day) * 7_200n,
    seconds: BigInt(day) * 86_400n,
    step: day === 0 ? "set-up" : "advance 1 day",
    exitRateWad,
    depositRateWad: exitRateWad + WAD / 1_000n,
    totalWei: 200n * ETH,
    lockedProfitWei: ETH / 5n,
    supply: 200n * ETH,
    queue: { openShares, closedShares, lockedWei },
    operators: [
      { name: "north", stakeWei: stakes[0], queuedWei: closedShares / 2n },
      { name: "south", stakeWei: stakes[1], queuedWei: closedShares / 2n },
    ],
    idleWei: 4n * ETH,
    lstWei: stakes[0] / 4n,
    coverWei: 10n * ETH,
    people: [
      { name: "alice", wei: (100n * ETH * exitRateWad) / WAD },
      { name: "bob", wei: day === 0 ? 0n : 98n * ETH },
    ],
    slashes: day === 12 ? [{ name: "south", lostWei: 9n * ETH }] : [],
    partsE36: Object.fromEntries(Object.entries(parts).map(([cause, wad]) => [cause, wad * WAD])),
  };
}

/** A story that nobody played: numbers chosen by hand to draw every kind of bar, line and table row. */
export const SAMPLE: Playback = {
  story: {
    name: "sample",
    title: "A sample <story>",
    about: "Numbers chosen by hand & drawn.",
    seed: 7n,
    preset: "local",
  },
  acts: [
    {
      title: "In",
      text: "Alice puts ETH in.",
      outcome: "Exit rate 1 ETH.",
      steps: [{ text: "deposit by: alice, amount: 100 ETH", outcome: "ok" }],
      endsAt: 1,
    },
    {
      title: "Loss",
      text: "South is slashed.",
      outcome: "Exit rate 1.01 → 0.99 ETH.",
      steps: [{ text: "prove operator: south", outcome: "ok" }],
      endsAt: 4,
    },
  ],
  moments: [
    moment(0, WAD, {}, [0n, 0n, 0n], [0n, 0n]),
    moment(1, WAD, {}, [0n, 0n, 0n], [100n * ETH, 100n * ETH]),
    moment(8, (WAD * 102n) / 100n, { staking: WAD / 50n }, [20n * ETH, 0n, 0n], [101n * ETH, 101n * ETH]),
    moment(
      9,
      (WAD * 101n) / 100n,
      { staking: WAD / 50n, fees: -WAD / 500n, lockedProfit: -WAD / 125n },
      [0n, 20n * ETH, 0n],
      [91n * ETH, 91n * ETH],
    ),
    moment(
      12,
      (WAD * 97n) / 100n,
      { staking: WAD / 50n, fees: -WAD / 500n, lockedProfit: -WAD / 125n, slashes: -WAD / 25n },
      [0n, 5n * ETH, 15n * ETH],
      [91n * ETH, 82n * ETH],
    ),
    moment(
      20,
      (WAD * 975n) / 1_000n,
      { staking: WAD / 40n, fees: -WAD / 500n, lockedProfit: -WAD / 125n, slashes: -WAD / 25n, rounding: -31n },
      [0n, 0n, 0n],
      [91n * ETH, 82n * ETH],
    ),
  ],
  positions: [],
  ledger: [
    {
      actor: "alice",
      role: "holder",
      about: "buys and holds",
      putIn: [{ token: "ETH", wei: 100n * ETH }],
      worthInWei: 100n * ETH,
      tookOut: [],
      waitingShares: 0n,
      waitingWei: 0n,
      claimableWei: 0n,
      holds: [{ token: "LRT", wei: 100n * ETH }],
      holdsWei: (195n * ETH) / 2n,
      otherWei: 0n,
      resultWei: -(5n * ETH) / 2n,
    },
    {
      actor: "bob",
      role: "holder",
      about: "comes with an LST and leaves",
      putIn: [
        { token: "wstETH", wei: 80n * ETH },
        { token: "ETH", wei: 20n * ETH },
      ],
      worthInWei: 105n * ETH,
      tookOut: [{ token: "ETH", wei: 98n * ETH }],
      waitingShares: 3n * ETH,
      waitingWei: 3n * ETH,
      claimableWei: 2n * ETH,
      holds: [],
      holdsWei: 0n,
      otherWei: 0n,
      resultWei: -2n * ETH,
    },
  ],
  rest: [
    { name: "treasury", about: "the treasury & its fees", wei: ETH / 2n },
    { name: "slashed", about: "slashed", wei: 9n * ETH },
    { name: "rewards", about: "rewards that nobody has claimed", wei: 0n },
    { name: "beaconChain", about: "the beacon chain", wei: -5n * ETH },
    { name: "rounding", about: "rounding", wei: 3n },
  ],
  waterfall: {
    startRateWad: WAD,
    parts: [
      {
        cause: "staking",
        label: "Staking rewards",
        wad: WAD / 40n,
        events: [{ name: "StakedEther.Reported", count: 3 }],
      },
      {
        cause: "rewards",
        label: "Rewards for securing the bridge",
        wad: WAD / 1_000n,
        events: [{ name: "Vault.GainReceived", count: 1 }],
      },
      {
        cause: "penalties",
        label: "Validator penalties",
        wad: -WAD / 1_000n,
        events: [{ name: "EigenPodManager.PodSharesUpdated", count: 1 }],
      },
      {
        cause: "slashes",
        label: "Slashes by the bridge",
        wad: -WAD / 25n,
        events: [{ name: "AllocationManager.MaxMagnitudeUpdated", count: 2 }],
      },
      { cause: "fees", label: "Protocol fee", wad: -WAD / 500n, events: [{ name: "Vault.Dripped", count: 6 }] },
      { cause: "rounding", label: "Rounding", wad: -31n, events: [{ name: "Vault.Moved", count: 9 }] },
      {
        cause: "lockedProfit",
        label: "Gains not yet dripped",
        wad: -WAD / 125n,
        events: [{ name: "Vault.SyncApplied", count: 4 }],
      },
    ],
    endRateWad: (WAD * 975n) / 1_000n - 31n,
    chainRateWad: (WAD * 975n) / 1_000n - 31n,
    endsWithLastHolder: false,
  },
};
