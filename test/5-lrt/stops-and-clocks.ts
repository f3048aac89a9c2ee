import { revertData } from "../../scripts/lib/ladder/answers.ts";
import type { Right } from "./rights.ts";
import { entering, type Stage, type State, standUpStage } from "./access-states.ts";
import { FOREVER, HOUR, restored } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const DAY = 24n * HOUR;
/** How long a state lasts while a clock is watched, in seconds. */
const SPAN = 600n;
/** What waiting and reading take, in seconds. */
const SLACK = 30n;
const GOVERNOR_ROLE = 2n;
const INSTANT = { capacity: 100n * ETH, periodSeconds: 10n * DAY } as const;
const BUDGET = { seconds: DAY, periodSeconds: 2n * DAY } as const;

/** What lasts, beside the states of docs/access.md: a clock that is running is one of them for all others. */
const STOPS = [
  "open",
  "deposits paused",
  "contained",
  "the rest after a stop",
  "held back",
  "in doubt",
  "a part in quarantine",
  "dead",
  "wound up",
  "stale",
  "closed by loss",
  "a change scheduled",
  "a batch waits",
  "a lock runs",
  "a door is open",
] as const;
export type Stop = (typeof STOPS)[number];

const RUNS = "runs";
export const STANDS = "**stands still**";

/** A clock: how it is set going, and when it will be over as far as can be told now, as a timestamp. */
interface Clock {
  readonly name: string;
  readonly start: (s: Stage) => Promise<unknown>;
  readonly endsAt: (s: Stage) => Promise<bigint>;
  /** Whether the state comes first: the clock would not let it in. */
  readonly startsLast?: boolean;
  /** States that end it, or in which it cannot be. */
  readonly not?: readonly Stop[];
}

const now = async (s: Stage): Promise<bigint> => BigInt(await s.networkHelpers.time.latest());

/** The number at a place of what a call is refused with. */
async function refusedWith(call: Promise<unknown>, place: number): Promise<bigint> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  const data = thrown === undefined ? undefined : revertData(thrown);
  if (data === undefined) throw new Error("the call was not refused");
  return BigInt(`0x${data.slice(10 + 64 * place, 74 + 64 * place)}`);
}

const word = async (s: Stage, index: number, shift: bigint): Promise<bigint> =>
  ((await s.vault.accountingWords())[index]! >> shift) % 2n ** 32n;

/** When a leaky bucket of which `level` is used will be empty. */
const emptyAt = async (s: Stage, level: bigint, capacity: bigint, periodSeconds: bigint): Promise<bigint> =>
  (await now(s)) + (level * periodSeconds) / capacity;

const slot = async (s: Stage) => s.restaker.slotAt(1n);

const closeBatch = async (s: Stage) => {
  await s.queue.connect(s.alice).request(ETH, s.alice, 0n, FOREVER);
  const closeableAt = await s.queue.closeableAt();
  if (closeableAt > (await now(s))) await s.networkHelpers.time.increaseTo(closeableAt);
  await s.queue.close();
};
const unwind = async (s: Stage) => {
  await s.queue.connect(s.alice).request(30n * ETH, s.alice, 0n, FOREVER);
  await closeBatch(s);
  await s.restaker.unwind(1n, s.strategy);
};
const hold = async (s: Stage, seconds: bigint) => {
  await s.wolf.getFunction("cry")(s.opOne.address, 1, ETH, (await now(s)) + seconds, await now(s));
  await s.vault.holdExits(s.wolf);
};
const planFee = async (s: Stage) => {
  const setFee = s.settings.interface.encodeFunctionData("setFee", [77n, s.treasury.address]);
  await s.authority.grantRole(GOVERNOR_ROLE, s.keeper, 10n * DAY);
  await s.authority.connect(s.keeper).schedule(s.settings, setFee, 0n);
};
const plannedFor = async (s: Stage) => {
  const setFee = s.settings.interface.encodeFunctionData("setFee", [77n, s.treasury.address]);
  return s.authority.getSchedule(await s.authority.hashOperation(s.keeper, s.settings, setFee));
};
const cooldown = async (s: Stage) => s.cover.connect(s.bob).cooldown(ETH);
const standAtDoor = async (s: Stage) => {
  await cooldown(s);
  await s.networkHelpers.time.increase((await s.cover.cooldownSeconds()) + 60n);
};
const rest = (stop: "pauseDeposits" | "contain") => async (s: Stage) => {
  await s.settings.connect(s.guardian)[stop](4n * DAY);
  await s.networkHelpers.time.increase(4n * DAY);
  await s.vault.syncAll();
};

/** Stops that begin anew a rest that is running. */
const STOPS_AGAIN = ["deposits paused", "contained"] as const;
const DEAD = ["dead", "wound up"] as const;

const CLOCKS: readonly Clock[] = [
  {
    name: "a pause of deposits",
    start: (s) => s.settings.connect(s.guardian).pauseDeposits(DAY),
    endsAt: (s) => word(s, 1, 160n),
    not: [...STOPS_AGAIN, "the rest after a stop"],
  },
  {
    name: "a containment",
    start: (s) => s.settings.connect(s.guardian).contain(DAY),
    endsAt: (s) => word(s, 2, 184n),
    startsLast: true,
    not: [...STOPS_AGAIN, "the rest after a stop"],
  },
  {
    name: "the rest after a pause",
    start: rest("pauseDeposits"),
    endsAt: (s) => refusedWith(s.settings.connect(s.guardian).pauseDeposits.staticCall(1n), 0),
    not: ["deposits paused", "the rest after a stop"],
  },
  {
    name: "the rest after a containment",
    start: rest("contain"),
    endsAt: (s) => refusedWith(s.settings.connect(s.guardian).contain.staticCall(1n), 0),
    not: ["deposits paused", "contained", "the rest after a stop"],
  },
  {
    name: "a hold of exits",
    start: (s) => hold(s, 4n * HOUR),
    endsAt: (s) => s.slashingGuard.heldUntil(s.wolf),
    not: ["held back"],
  },
  {
    name: "a service's budget of holds, until it is whole",
    start: async (s) => {
      await hold(s, 4n * HOUR);
      await s.networkHelpers.time.increase(4n * HOUR);
      await s.wolf.getFunction("hush")(s.opOne.address);
    },
    startsLast: true,
    endsAt: async (s) => {
      const used = BUDGET.seconds - (await s.slashingGuard.budgetLeftSeconds(s.wolf));
      return emptyAt(s, used, BUDGET.seconds, BUDGET.periodSeconds);
    },
    not: ["held back"],
  },
  { name: "a delay of the governor", start: planFee, endsAt: plannedFor, not: ["a change scheduled"] },
  {
    name: "the interval between two closings",
    start: closeBatch,
    endsAt: (s) => s.queue.closeableAt(),
    not: ["a batch waits"],
  },
  {
    name: "the least interval between two legs out of a slot",
    start: unwind,
    endsAt: (s) => refusedWith(s.restaker.unwind.staticCall(1n, s.strategy), 0),
    not: ["a batch waits", ...DEAD],
  },
  {
    name: "the drip of a gain",
    start: (s) => s.vault.recapitalise({ value: ETH }),
    endsAt: async (s) => (await s.vault.totals()).dripEnd,
    not: [...DEAD, "closed by loss", "in doubt"],
  },
  {
    name: "the age of the last full sync",
    start: (s) => s.vault.syncAll(),
    endsAt: async (s) => (await s.vault.updatedAt()) + (await s.vault.dripSeconds()),
  },
  {
    name: "the age of what a pod says, for exits",
    start: async (s) => {
      await s.late.setAsOf(await now(s));
      await s.vault.syncAll();
    },
    endsAt: async (s) => (await word(s, 1, 224n)) + (await s.vault.maxCheckpointAgeSeconds()),
    not: ["a part in quarantine"],
  },
  {
    name: "the same, for instant exits",
    start: async (s) => {
      await s.late.setAsOf(await now(s));
      await s.vault.syncAll();
    },
    endsAt: async (s) => (await word(s, 1, 224n)) + (await s.instantExit.maxNewsAgeSeconds()),
    not: ["a part in quarantine"],
  },
  {
    name: "the bucket of instant exits, until it is empty",
    start: async (s) => {
      await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 200n * ETH });
      await s.instantExit.connect(s.alice).exitInstantly(40n * ETH, s.alice, 0n, FOREVER);
    },
    endsAt: async (s) => {
      const used = INSTANT.capacity - (await s.instantExit.roomNow()).assets;
      return emptyAt(s, used, INSTANT.capacity, INSTANT.periodSeconds);
    },
    not: ["wound up"],
  },
  {
    name: "the lock of an underwriter",
    start: cooldown,
    endsAt: async (s) => (await s.cover.leaveOf(1n)).opensAt,
    not: ["a lock runs", "a door is open"],
  },
  {
    name: "the door of an underwriter, until it closes",
    start: standAtDoor,
    endsAt: async (s) => (await s.cover.leaveOf(1n)).opensAt + (await s.cover.unstakeWindowSeconds()),
    not: ["a lock runs", "a door is open"],
  },
  {
    name: "the quarantine of a part that cannot be read",
    start: async (s) => {
      await s.late.setBroken(true);
      await s.vault.reportFailure(s.late);
    },
    endsAt: async (s) => (await s.vault.failingSince(s.late)) + (await s.vault.quarantineSeconds()),
    startsLast: true,
    not: ["a part in quarantine"],
  },
  {
    name: "the grace of a dead vault",
    start: async (s) => entering(s)("dead"),
    endsAt: async (s) => (await s.vault.deadSince()) + (await s.runOff.graceSeconds()),
    not: [...DEAD, "a batch waits", "a lock runs", "a door is open", "closed by loss", "in doubt"],
  },
  {
    name: "the core's delay of a withdrawal, in blocks",
    start: unwind,
    endsAt: async (s) => {
      const { withdrawals } = await s.delegation.getQueuedWithdrawals((await slot(s)).delegator);
      return withdrawals[0]!.startBlock + (await s.delegation.minWithdrawalDelayBlocks());
    },
    not: ["a batch waits"],
  },
  {
    name: "the interval of the LST's own exits",
    start: async () => undefined,
    endsAt: async (s) => (await s.lstQueue.lastClose()) + (await s.lstQueue.batchIntervalSeconds()),
  },
];

/** Brings about what lasts for longer than a clock is watched. */
async function stop(s: Stage, which: Stop): Promise<void> {
  if (which === "the rest after a stop") return void (await rest("contain")(s));
  if (which === "held back") return hold(s, 3n * HOUR);
  if (which === "a part in quarantine") {
    await s.late.setBroken(true);
    return void (await s.vault.reportFailure(s.late));
  }
  if (which === "a change scheduled") return planFee(s);
  if (which === "a batch waits") return closeBatch(s);
  if (which === "a lock runs") return void (await cooldown(s));
  if (which === "a door is open") return standAtDoor(s);
  await entering(s)(which as State);
}

/** The world in which every clock can be set going. */
async function standUpClocks(): Promise<Stage> {
  const s = await standUpStage();
  await s.cover.connect(s.bob).join(s.bob, 0n, { value: 5n * ETH });
  await s.instantExit.setLimits(INSTANT.capacity, INSTANT.periodSeconds, 10n, 110n);
  await s.vault.syncAll();
  return s;
}

/** What each clock does in each state: runs, stands still, or nothing ("–"): they exclude each other, or are one. */
export async function playClocks(): Promise<Record<string, Record<Stop, string>>> {
  const table: Record<string, Record<Stop, string>> = {};
  const s = await restored(standUpClocks);
  const start = await s.networkHelpers.takeSnapshot();
  for (const clock of CLOCKS) {
    const row = {} as Record<Stop, string>;
    for (const which of STOPS) {
      row[which] = clock.not?.includes(which) === true ? "–" : await watch(s, clock, which);
      await start.restore();
    }
    table[clock.name] = row;
  }
  return table;
}

async function watch(s: Stage, clock: Clock, which: Stop): Promise<string> {
  if (clock.startsLast !== true) await clock.start(s);
  if (which !== "open") await stop(s, which);
  if (clock.startsLast === true) await clock.start(s);
  const [from, before] = [await now(s), await clock.endsAt(s)];
  await s.networkHelpers.time.increase(SPAN);
  const [passed, moved] = [(await now(s)) - from, (await clock.endsAt(s)) - before];
  const near = (wanted: bigint) => moved >= wanted - SLACK && moved <= wanted + SLACK;
  if (near(0n)) return RUNS;
  if (near(passed)) return STANDS;
  throw new Error(`${clock.name}, ${which}: its end moved by ${moved} seconds in ${passed}`);
}

/** The page of what clocks do. */
export function clocksPage(table: Record<string, Record<Stop, string>>): string {
  const rows = Object.entries(table).map(([name, row]) => `| ${name} | ${STOPS.map((one) => row[one]).join(" | ")} |`);
  return `# Stops and clocks

Which clock stands still while something else lasts. This page is what \`test/5-lrt/stops-and-clocks.test.ts\` sees on a
running chain: it sets each clock going, brings each state about, lets ten minutes pass and looks by how much the clock's end
has moved; it fails when the page says something else (VLT-134).

A row is a clock, a column what lasts meanwhile; every stop, hold, door, cooldown and delay of the vault is in both. **runs**:
its end stays where it is. **stands still**: its end moves on, second by second. –: the two exclude each other, are the same, or
one begins the other anew.

| clock | ${STOPS.join(" | ")} |
| --- |${" --- |".repeat(STOPS.length)}
${rows.join("\n")}

Why clocks stand still:

- A governor's delay protects holders only if they can leave while it runs, so containment stops it ([0092](decisions/0092-a-clock-that-stands-still.md)).
- A service's budget leaks by the same clock, so that a guardian gives no service more time than the delay counts
  ([0230](decisions/0230-one-clock-for-stops-and-budgets.md)).
- An underwriter cannot leave while exits are held back, so his lock and his door wait
  ([0232](decisions/0232-a-door-waits-for-a-hold.md)).

All others run through everything. A hold does not stop the governor's delay: that is longer than the longest exit with all that
every budget may hold it back. Nothing stops the ages of what is known, so that no price is made on old news when a stop ends.

What each state refuses: [access](access.md#what-stops-when). Which window must fit which: [services](services/windows.md).
`;
}

/** How long everybody with a right waits for it at most. */
export function waitsPage(waits: Readonly<Record<Right, number>>): string {
  const days = (seconds: number) => `${(seconds / 86_400).toFixed(1)} days`;
  return `## Who waits how long at most

Whatever a guardian, the listed services and one operator do together, in any order (INV-54). The formulas are checked against a
search of all their moves in a small machine (\`test/5-lrt/rights.model.ts\`); the days are those of the preset \`mainnet\`, with
queues of the chain that nobody waits in, and an operator who makes one part unreadable.

| who | has used | at most | in \`mainnet\` |
| --- | --- | --- | ---: |
| a leaver | his exit, from the request to the payment | 2 · (longest exit + quarantine + budget) / (1 − budget / period) + longest stop | ${days(waits.leaver)} |
| a depositor | the way in; an announcement he accepts at the entrance | 4 longest stops + the grace of what may come back | ${days(waits.depositor)} |
| an underwriter | his window, if it is longer than a quarantine | (cooldown + quarantine + budget) / (1 − budget / period) | ${days(waits.underwriter)} |
| an operator | the way out of a service with its stake | the core's delay of a deallocation: nobody is asked | ${days(waits.operator)} |
`;
}
