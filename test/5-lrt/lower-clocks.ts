import {
  announce,
  deallocate,
  doorsBelow,
  leave,
  LOWER_STOPS,
  type LowerStage,
  type LowerStop,
  queueStake,
  standUpLower,
  stopBelow,
  VETO_SECONDS,
} from "./lower-stage.ts";
import { restored } from "./ladder.ts";

/** How long a state lasts while a clock is watched, in seconds. */
const SPAN = 60n;
const SET_ID = 1;

/** A clock below the vault: how it is set going, and when it will be over, as a timestamp or a block. */
interface LowerClock {
  readonly name: string;
  readonly start: (s: LowerStage) => Promise<unknown>;
  readonly endsAt: (s: LowerStage) => Promise<bigint>;
  /** What is the clock itself, ends it, or keeps it from being set going. */
  readonly not?: readonly LowerStop[];
}

const ANNOUNCEMENTS = ["may be vetoed", "may be executed", "expired"] as const;
const nothing = async () => undefined;

const CLOCKS: readonly LowerClock[] = [
  {
    name: "the age of the LST's last report",
    start: nothing,
    endsAt: async ({ stEth }) => (await stEth.lastReportTimestamp()) + (await stEth.maxReportAgeSeconds()),
  },
  {
    name: "the interval of the LST's own exits",
    start: nothing,
    endsAt: async ({ lstQueue }) => (await lstQueue.lastClose()) + (await lstQueue.batchIntervalSeconds()),
  },
  {
    name: "the veto window of an announcement",
    start: announce,
    endsAt: async ({ slasher, opTwo }) => (await slasher.announcementAt(opTwo, 0n)).announcedAt + VETO_SECONDS,
    not: ANNOUNCEMENTS,
  },
  {
    name: "an announcement, until it expires",
    start: announce,
    endsAt: async ({ slasher, opTwo }) => (await slasher.announcementAt(opTwo, 0n)).expiresAt,
    not: ANNOUNCEMENTS,
  },
  {
    name: "the reach of an operator that has left, in blocks",
    start: leave,
    endsAt: async ({ service, opTwo }) => service.slashableThroughBlock(SET_ID, opTwo),
    not: ["has left"],
  },
  {
    name: "the core's delay of a deallocation, in blocks",
    start: deallocate,
    endsAt: async ({ allocations, opTwo, operatorSet, strategies }) =>
      (await allocations.getAllocation(opTwo, operatorSet, strategies[0]!)).effectBlock,
    not: ["has deallocated"],
  },
  {
    name: "the core's delay of a withdrawal, in blocks",
    start: queueStake,
    endsAt: async ({ delegation, restaker }) => {
      const { withdrawals } = await delegation.getQueuedWithdrawals((await restaker.slotAt(1n)).delegator);
      return withdrawals[0]!.startBlock + (await delegation.minWithdrawalDelayBlocks());
    },
    not: ["has queued its stake"],
  },
];

type Table = Readonly<Record<string, Readonly<Record<LowerStop, string>>>>;

/** A table that is filled column by column. */
class Rows {
  readonly table: Record<string, Record<LowerStop, string>> = {};

  put(row: string, column: LowerStop, what: string): void {
    const cells = this.table[row] ?? ({} as Record<LowerStop, string>);
    cells[column] = what;
    this.table[row] = cells;
  }
}

/** What each clock below the vault does in each state, and what each call there is answered with. */
export async function playBelow(): Promise<{ readonly clocks: Table; readonly doors: Table }> {
  const s = await restored(standUpLower);
  const start = await s.networkHelpers.takeSnapshot();
  const [clocks, doors] = [new Rows(), new Rows()];
  const answers = await doorsBelow();
  for (const which of LOWER_STOPS) {
    for (const clock of CLOCKS) {
      clocks.put(clock.name, which, clock.not?.includes(which) === true ? "–" : await watch(s, clock, which));
      await start.restore();
    }
    await stopBelow(s, which);
    for (const [name, answer] of Object.entries(await answers(s))) {
      doors.put(name, which, answer === "yes" ? answer : `\`${answer}\``);
    }
    await start.restore();
  }
  return { clocks: clocks.table, doors: doors.table };
}

async function watch(s: LowerStage, clock: LowerClock, which: LowerStop): Promise<string> {
  await clock.start(s);
  await stopBelow(s, which);
  const before = await clock.endsAt(s);
  await s.networkHelpers.mine(SPAN / 12n, { interval: 12 });
  const moved = (await clock.endsAt(s)) - before;
  if (moved === 0n) return "runs";
  throw new Error(`${clock.name}, ${which}: its end moved by ${moved}`);
}

const tableOf = (table: Table, first: string): string =>
  [
    `| ${first} | ${LOWER_STOPS.join(" | ")} |`,
    `| --- |${" --- |".repeat(LOWER_STOPS.length)}`,
    ...Object.entries(table).map(([name, row]) => `| ${name} | ${LOWER_STOPS.map((one) => row[one]).join(" | ")} |`),
  ].join("\n");

/** The part of the page that is about the rungs below. */
export const pageBelow = ({ clocks, doors }: Awaited<ReturnType<typeof playBelow>>): string => `## Below the vault

The same of the LST, of a service with a vetoable slasher, and of the core. An announcement **may be vetoed**, then **executed**,
and has **expired**; the operator that it is against **has left** the service, **deallocated** everything, or those who stand
behind it **have queued** all of its stake. The last two columns are the vault's stops of exits.

${tableOf(clocks, "clock")}

No clock below stands still, whatever the vault or a guardian stops: what is slashable, and until when, depends on nobody. So a
containment gives no accused operator a second, and a veto window is over when it says.

What each call is answered with meanwhile; a fill in the block of a report, a withdrawal from the core after its delay:

${tableOf(doors, "call")}

The guardian of the LST stops what comes in and what is filled, with no end of time; claims, reports, stakes and exits of
validators go on, so that the rate stays true and what was filled is paid. Nobody keeps an operator from leaving, or an announcement that can take nothing from being
cleared.
`;
