import { Contract, type InterfaceAbi } from "ethers";
import { sent } from "../lib/ladder/sent.ts";
import type { Attack, Goal } from "./attack.ts";
import type { Field } from "./field.ts";
import type { Ground } from "./ground.ts";
import { ladderGround } from "./ladder-ground.ts";
import { naiveGround } from "./naive-ground.ts";
import { reasonOf } from "./reason.ts";
import { ETH } from "../lib/units.ts";

export type Side = "naive" | "ours";

/** Somebody's act in a play, and why it was refused, if it was. */
export interface Act {
  readonly by: "attacker" | "others";
  readonly says: string;
  readonly refused?: string;
}

/** What somebody had before and after, in wei of ETH. */
export interface Purse {
  readonly who: string;
  readonly beforeWei: bigint;
  readonly afterWei: bigint;
}

/** An attack as it went on one side. */
export interface Played {
  readonly side: Side;
  readonly acts: readonly Act[];
  readonly purses: readonly Purse[];
  /** Whether all goals of the attack were reached. */
  readonly won: boolean;
}

/** No transaction may have more (EIP-7825). */
const MOST_GAS = 16_777_216n;

/**
 * Plays an attack on one side, from the beginning of the field.
 * @param exploit name of the contract that takes the attacker's turns
 */
export async function playAttack(
  field: Field,
  attack: Attack,
  side: Side,
  exploit: string = attack.exploit,
): Promise<Played> {
  await field.reset();
  const ground = side === "naive" ? await naiveGround(field, attack.twin) : await ladderGround(field);
  await (attack.setUp ?? setUpTwo)(ground);
  const contract = await deployExploit(field, ground, attack, exploit);
  const address = await contract.getAddress();
  if (attack.shares !== undefined) await ground.depositFor(address, attack.shares);
  const watched: (readonly [string, string])[] = [["attacker", address]];
  for (const who of attack.watches) watched.push([who, await ground.addressOf(who)]);
  const worthOfAll = () => Promise.all(watched.map(([, account]) => ground.worth(account)));

  const before = await worthOfAll();
  const acts: Act[] = [];
  const attempt = async (by: Act["by"], says: string, play: () => Promise<unknown>): Promise<void> => {
    const refused = await play().then(() => undefined, reasonOf);
    acts.push({ by, says, ...(refused !== undefined && { refused }) });
  };
  const isOwn = exploit === attack.exploit;
  for (let number = 0; number <= attack.moves.length; ++number) {
    const says = attack.turns[number];
    if (says !== undefined || !isOwn)
      await attempt("attacker", isOwn ? (says ?? "") : `takes turn ${number}`, () =>
        sent(contract.getFunction("turn")(number, { gasLimit: MOST_GAS })),
      );
    const move = attack.moves[number];
    if (move) await attempt("others", move.says, () => move.play(ground, address));
  }
  await ground.report().catch(() => undefined);
  const after = await worthOfAll();
  const purses = watched.map(([who], index) => ({ who, beforeWei: before[index]!, afterWei: after[index]! }));
  return { side, acts, purses, won: attack.goals.every((goal) => isReached(goal, purses)) };
}

/** Alice's 100 ETH at work, Bob's 60 ETH idle. */
async function setUpTwo(ground: Ground): Promise<void> {
  await ground.stake("alice", 100n * ETH);
  await ground.deposit("bob", 60n * ETH);
}

async function deployExploit(field: Field, ground: Ground, attack: Attack, exploit: string): Promise<Contract> {
  const scene = [ground.vault, ground.queue, ground.exits, (await attack.others?.(ground)) ?? []];
  const deployed = await field.ladder.ethers.deployContract(exploit, [scene], {
    value: attack.purse,
    signer: field.attacker,
  });
  const { abi } = await field.hre.artifacts.readArtifact(exploit);
  return new Contract(await deployed.getAddress(), abi as unknown as InterfaceAbi, field.attacker);
}

function isReached(goal: Goal, purses: readonly Purse[]): boolean {
  const purse = purses.find(({ who }) => who === goal.who);
  if (!purse) throw new Error(`nobody watches ${goal.who}`);
  const change = purse.afterWei - purse.beforeWei;
  return "atLeast" in goal ? change >= goal.atLeast : change <= goal.atMost;
}
