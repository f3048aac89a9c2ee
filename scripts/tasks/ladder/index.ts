import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Stage } from "./with-ladder.ts";

/** Tasks that poke a ladder on a running node: `npx hardhat TASK`, or `npx hardhat TASK --network NAME` on another. */

const FROM = {
  name: "from",
  description: "who acts: a name of the cast (alice, bob, carol, …)",
  type: ArgumentType.STRING,
  defaultValue: "alice",
} as const;
const TICKET = {
  name: "ticket",
  description: "number of the ticket; the oldest that pays when left out",
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
} as const;
const FACADE = { name: "facade", description: "in WETH, through the facade (ERC-4626, ERC-7540)" } as const;
const amountOption = (defaultValue: string, description: string) =>
  ({ name: "amount", description, type: ArgumentType.STRING, defaultValue }) as const;

const statusTask = task("status", "Show the ladder as one table: who holds what, at which rate, worth what, out when")
  .addFlag({ name: "json", description: "print the rows as JSON, and nothing else" })
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      () => {},
      ({ status }, stage) => status(args, stage),
    ),
  )
  .build();

const depositTask = task("deposit", "Put ETH or wstETH into the vault (wstETH is staked for first)")
  .addOption(FROM)
  .addOption(amountOption("10 ETH", 'how much, such as "10 ETH" or "5 wstETH"'))
  .addFlag(FACADE)
  .addFlag({ name: "acceptAnnouncedLoss", description: "go in although a slash is announced" })
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkDeposit }) => checkDeposit(args),
      ({ deposit }, stage) => deposit(args, stage),
    ),
  )
  .build();

const requestTask = task("request", "Give LRT to the exit queue for a ticket")
  .addOption(FROM)
  .addOption(amountOption("1 LRT", 'how much, such as "5 LRT"'))
  .addFlag(FACADE)
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkRequest }) => checkRequest(args),
      ({ request }, stage) => request(args, stage),
    ),
  )
  .build();

const settleTask = task("settle", "Close the open batch if it may be closed, and pay closed ones from idle ETH")
  .setInlineAction(async (_args, hre) =>
    onLadder(
      hre,
      () => {},
      ({ settle }, stage) => settle(stage),
    ),
  )
  .build();

const claimTask = task("claim", "Take the ETH that a ticket has been filled with")
  .addOption(FROM)
  .addOption(TICKET)
  .addFlag(FACADE)
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkClaim }) => checkClaim(args),
      ({ claim }, stage) => claim(args, stage),
    ),
  )
  .build();

const slashTask = task("slash", "Let an operator sign two roots for one height, and prove it to the bridge")
  .addOption({ name: "operator", description: "north or south", type: ArgumentType.STRING, defaultValue: "south" })
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkSlash }) => checkSlash(args),
      ({ slash }, stage) => slash(args, stage),
    ),
  )
  .build();

const advanceTask = task("advance", "Let time pass on a developer's own chain")
  .addPositionalArgument({
    name: "span",
    description: 'how long, such as "7 days" or "100 blocks"',
    type: ArgumentType.STRING,
    defaultValue: "1 day",
  })
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkAdvance }) => checkAdvance(args),
      ({ advance }, stage) => advance(args, stage),
    ),
  )
  .build();

const keepersTask = task(
  "keepers",
  "Do all that anybody may do for the ladder and that is due: report, prove, sync, restake, unwind, settle",
)
  .setInlineAction(async (_args, hre) =>
    onLadder(
      hre,
      () => {},
      ({ keepers }, stage) => keepers(stage),
    ),
  )
  .build();

const checklistTask = task(
  "checklist",
  "Answer what a careful buyer of the LRT asks, from the chain, with the call that each number came from",
)
  .addOption(FROM)
  .addOption({
    name: "amount",
    description: 'how much, such as "5 LRT"; all that the holder has when left out',
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addFlag({ name: "json", description: "print the answers as JSON, and nothing else" })
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkChecklist }) => checkChecklist(args),
      async (_tasks, stage) => (await import("./checklist.ts")).checklist(args, stage),
    ),
  )
  .build();

const positionTask = task(
  "position",
  "Show why somebody's LRT is worth what it is, layer by layer, and how far it is from liquidation",
)
  .addOption({
    name: "who",
    description: "whose: a name of the cast (alice, bob, carol, …)",
    type: ArgumentType.STRING,
    defaultValue: "alice",
  })
  .addFlag({ name: "json", description: "print the position as JSON, and nothing else" })
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkPosition }) => checkPosition(args),
      async (_tasks, stage) => {
        const [{ position }, { readAbis }] = await Promise.all([
          import("./position.ts"),
          import("../../lib/ladder/answers.ts"),
        ]);
        await position(args, stage, await readAbis(hre.artifacts));
      },
    ),
  )
  .build();

const optional = <Name extends string>(name: Name, description: string) =>
  ({ name, description, type: ArgumentType.STRING_WITHOUT_DEFAULT, defaultValue: undefined }) as const;

const proveTask = task("prove", "Make a pod's Merkle proofs and write the calls that take them")
  .addOption(optional("pod", "address of the pod, or the number of the vault's slot that it is of"))
  .addOption({
    name: "kind",
    description:
      "credentials (of validators that are none of the pod's yet), checkpoint (the open one) or stale (a slashed one)",
    type: ArgumentType.STRING,
    defaultValue: "checkpoint",
  })
  .addOption(optional("time", "timestamp of the block whose parent's state is meant; the latest block's when left out"))
  .addOption(optional("out", "file for the calls, as JSON"))
  .addFlag({ name: "send", description: "send the calls too, as the keeper; what was sent before is left out" })
  .addFlag({ name: "json", description: "print the calls as JSON, and nothing else" })
  .setInlineAction(async (args, hre) =>
    onLadder(
      hre,
      ({ checkProve }) => checkProve(args),
      async (_tasks, stage) => {
        const { prove, readChoice } = await import("../../prove/prove.ts");
        await prove(readChoice(args), stage);
      },
    ),
  )
  .build();

/**
 * Checks what can be checked without a chain, then works on the ladder of the network. Loads what a task needs when it is
 * run, for Hardhat reads this file with its configuration.
 */
async function onLadder(
  hre: HardhatRuntimeEnvironment,
  check: (checks: typeof import("./checks.ts")) => void,
  work: (tasks: typeof import("./run.ts"), stage: Stage) => Promise<void>,
): Promise<void> {
  const { refusing } = await import("../../lib/refusing.ts");
  await refusing(async () => {
    check(await import("./checks.ts"));
    const [tasks, { withLadder }] = await Promise.all([import("./run.ts"), import("./with-ladder.ts")]);
    await withLadder(hre, (stage) => work(tasks, stage));
  });
}

export const ladderTasks = [
  statusTask,
  depositTask,
  requestTask,
  settleTask,
  claimTask,
  slashTask,
  advanceTask,
  keepersTask,
  checklistTask,
  proveTask,
  positionTask,
];
