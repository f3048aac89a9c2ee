import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, type Ladder, standUpLadder } from "./ladder.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";

const BALANCES = { balanceContainerRoot: `0x${"00".repeat(32)}`, proof: "0x" };

/** Where a key is on rung 1, in the order of two lives: one that is ejected, and one that is slashed. */
const STATES = [
  "deposited",
  "pending",
  "active",
  "exiting",
  "exited, withdrawable",
  "exited, swept",
  "slashed",
  "slashed, withdrawable",
  "slashed, swept",
] as const;
type State = (typeof STATES)[number];
const LIVES: readonly (readonly State[])[] = [
  ["deposited", "pending", "active", "exiting", "exited, withdrawable", "exited, swept"],
  ["active", "slashed", "slashed, withdrawable", "slashed, swept"],
];

const CHECKPOINTS = ["before", "open", "after"] as const;

/** What the books say of a slot with the key and one that is proven, in wei; undefined while they cannot say. */
export interface Cell {
  readonly state: State;
  readonly proven: boolean;
  readonly checkpoint: (typeof CHECKPOINTS)[number];
  /** All ETH of the two keys, on rung 1 and in the pod. */
  readonly truth: bigint;
  /** When nobody has said a word on the key since it was paid for, or proven. */
  readonly untold: bigint | undefined;
  /** When somebody has proven what can be proven of it. */
  readonly told: bigint | undefined;
  /** What the key holds and does not count: above 32 ETH, or above its effective balance. */
  readonly above: bigint;
}

/** Every cell, each reached on its own chain of events by real calls. */
export async function keyLives(): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const proven of [false, true])
    for (const life of LIVES) for (const cell of await liveThrough(life, proven)) cells.push(cell);
  const place = ({ state, checkpoint }: Cell) => STATES.indexOf(state) * 3 + CHECKPOINTS.indexOf(checkpoint);
  return cells.sort((a, b) => Number(a.proven) - Number(b.proven) || place(a) - place(b));
}

async function liveThrough(life: readonly State[], proven: boolean): Promise<Cell[]> {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 64n * ETH });
  const keys = await s.registerKeys(0n, 2);
  await s.restaker.restakeEth(0n, 1n);
  await s.advanceEpochs(20n);
  await s.verifyKeys(0n, keys.slice(0, 1));
  await s.checkpoint(0n, keys.slice(0, 1));
  await s.restaker.restakeEth(0n, 1n);
  const subject = keys[1]!;
  const { index } = await s.beacon.indexOf(pubkeyHashOf(subject.pubkey));
  const enter: Readonly<Record<State, () => Promise<unknown>>> = {
    deposited: async () => undefined,
    pending: () => s.advanceEpochs(4n),
    active: async () => {
      await s.advanceEpochs(16n);
      if (proven) await s.verifyKeys(0n, [subject]);
    },
    exiting: async () => {
      await s.beacon.reportPenalty(index, (33n * GWEI) / 2n);
      await s.advanceEpochs(2n);
      await s.beacon.eject(index);
    },
    "exited, withdrawable": () => s.advanceEpochs(300n),
    "exited, swept": () => s.beacon.sweep(index),
    slashed: () => s.beacon.reportSlashing(index),
    "slashed, withdrawable": () => s.advanceEpochs(8_400n),
    "slashed, swept": () => s.beacon.sweep(index),
  };
  const cells: Cell[] = [];
  const shown = life[0] === "deposited" ? life : life.slice(1);
  for (const state of life) {
    await enter[state]();
    // a pod takes a validator that is active or about to be
    if (!shown.includes(state) || (proven && (state === "deposited" || state === "pending"))) continue;
    const here = await s.networkHelpers.takeSnapshot();
    for (const checkpoint of CHECKPOINTS) {
      cells.push(await look(s, { state, proven, checkpoint, keys, index }));
      await here.restore();
    }
  }
  return cells;
}

interface Place {
  readonly state: State;
  readonly proven: boolean;
  readonly checkpoint: Cell["checkpoint"];
  readonly keys: readonly { pubkey: string }[];
  readonly index: bigint;
}

async function look(s: Ladder, { state, proven, checkpoint, keys, index }: Place): Promise<Cell> {
  const [delegator] = s.delegators;
  const pod = await s.ethers.getContractAt("IEigenPod", await delegator.pod());
  const subject = keys.slice(1);
  if (checkpoint !== "before") {
    // one that nobody has told of may leave a key in doubt, and is refused
    const refused = await delegator.startCheckpoint.staticCall().then(
      () => false,
      () => true,
    );
    if (refused) await s.proveKeys(0n, subject);
    await delegator.startCheckpoint();
  }
  if (checkpoint === "after") {
    const proofs = keys.map(({ pubkey }) => ({
      pubkeyHash: pubkeyHashOf(pubkey),
      balanceRoot: `0x${"00".repeat(32)}`,
      proof: "0x",
    }));
    await pod.verifyCheckpointProofs(BALANCES, proofs);
  }
  const untold = await worth(s);
  if (!proven)
    await s
      .proveKeys(0n, subject, checkpoint === "after" && untold === undefined ? "checkpoint" : "now")
      .catch((error: unknown) => {
        if (!/OnlyAtCheckpoint/.test(String(error))) throw error;
      });
  const told = await worth(s);
  let truth = await s.ethers.provider.getBalance(pod);
  for (const { pubkey } of keys) {
    const v = await s.beacon.validator((await s.beacon.indexOf(pubkeyHashOf(pubkey))).index);
    truth += (v.balanceGwei + v.pendingDepositsGwei) * GWEI;
  }
  const { balanceGwei } = await s.beacon.validator(index);
  const active = state === "active" && !proven;
  const above = active && balanceGwei > 32n * GWEI ? (balanceGwei - 32n * GWEI) * GWEI : 0n;
  return { state, proven, checkpoint, truth, untold, told, above };
}

async function worth({ delegators }: Ladder): Promise<bigint | undefined> {
  return delegators[0].value().catch(() => undefined);
}

function shown(wei: bigint | undefined): string {
  if (wei === undefined) return "in doubt";
  const rounded = (wei + 5n * 10n ** 14n) / 10n ** 15n;
  return `${rounded / 1_000n}.${String(rounded % 1_000n).padStart(3, "0")}`;
}

/** The page of all cells. */
export function keyLifePage(cells: readonly Cell[]): string {
  const table = (proven: boolean): string[] => [
    `| rung 1 | checkpoint | all ETH there is | books, nothing told | books, told |`,
    "| --- | --- | --- | --- | --- |",
    ...cells
      .filter((cell) => cell.proven === proven)
      .map(
        ({ state, checkpoint, truth, untold, told }) =>
          `| ${state} | ${checkpoint} | ${shown(truth)} | ${shown(untold)} | ${shown(told)} |`,
      ),
  ];
  return `# The life of a key

What the books say of a slot in every state of one of its keys, and what is true, in ETH. This page is what
\`test/5-lrt/key-life.test.ts\` sees on a running chain, and that test fails when it is not.

A slot has two keys of 32 ETH. One is proven to the pod and active throughout; the other goes through the states of the
tables. It is ejected after a penalty of 16.5 ETH, or slashed. Each row is a chain of its own: **before** any checkpoint since
the state began, while one is **open**, and **after** it has ended. *Nothing told* is what the books say when nobody has proven
anything of the key beyond what a checkpoint needs; *told*, when somebody has proven what can be proven of it (\`proveKeys\`).

\`\`\`mermaid
stateDiagram-v2
    [*] --> deposited: stake, 32 ETH
    deposited --> pending: applied
    pending --> active: activation epoch
    active --> exiting: request, ejection
    active --> slashed
    exiting --> withdrawable: 256 epochs after its exit
    slashed --> withdrawable: 8,192 epochs after the slashing
    withdrawable --> swept: its ETH is in the pod
    swept --> [*]: a checkpoint finds it
\`\`\`

## Proven to the pod

The books know what the last checkpoint told, and how old it is; an open one counts when it ends.

${table(true).join("\n")}

## Never proven

The pod does not know the key. It counts what is proven of it to \`UnprovenKeys\`; once it may withdraw, only a checkpoint's own
state says whether its ETH is in the pod already. Until that is proven the books are **in doubt**: no sync books anything, and
anybody's call ends it. What the key holds above 32 ETH before it may withdraw counts when it is swept.

${table(false).join("\n")}

Why so: [decision 0170](decisions/0170-what-an-unproven-key-counts.md). What the code does: \`contracts/5-lrt/operators/UnprovenKeys.sol\`.
`;
}
