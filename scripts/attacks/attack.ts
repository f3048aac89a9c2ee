import type { Ground, Who } from "./ground.ts";

/** Something that others do in the story of an attack, the same on the naive twin and on the ladder. */
export interface Move {
  readonly says: string;
  /** @param attacker address of the exploit */
  readonly play: (ground: Ground, attacker: string) => Promise<unknown>;
}

/** Who ends with how much more or less than at the beginning, in wei of ETH, for the attack to have worked. */
export type Goal =
  { readonly who: "attacker"; readonly atLeast: bigint } | { readonly who: Who; readonly atMost: bigint };

/** An attack that happened, or was found in an audit: what it was, and everything that is needed to play it. */
export interface Attack {
  readonly name: string;
  readonly title: string;
  /** Four lines: where it was and what was wrong there, what the attacker does, what he gets, and what stops it here. */
  readonly happened: readonly [string, string, string, string];
  /** Ids in test/findings/findings.json. */
  readonly findings: readonly string[];
  /** The contract that has the flaw, and the folder of it and its exploit in contracts/attacks, when it is not `name`. */
  readonly twin: string;
  readonly twinFolder?: string;
  readonly exploit: string;
  /** ETH that the attacker begins with, in wei. */
  readonly purse: bigint;
  /** ETH's worth of shares that he holds from the beginning, in wei. */
  readonly shares?: bigint;
  /** Whose money is looked at besides the attacker's. */
  readonly watches: readonly Who[];
  /** Before the story; without it Alice has 100 ETH at stake and Bob 60 ETH idle. */
  readonly setUp?: (ground: Ground) => Promise<unknown>;
  /** Addresses that the exploit is told of besides the vault, in `others` of its scene. */
  readonly others?: (ground: Ground) => readonly string[] | Promise<readonly string[]>;
  /** What those addresses are, for who writes an exploit. */
  readonly othersAre?: string;
  readonly moves: readonly Move[];
  /** What the attacker does, by the number of the turn: turn n is taken before move n. */
  readonly turns: Readonly<Record<number, string>>;
  /** All of these hold when the attack has worked. */
  readonly goals: readonly Goal[];
}

/** Where the contracts of an attack lie. */
const folderOf = ({ name }: Pick<Attack, "name">): string => `contracts/attacks/${name}`;
export const twinFileOf = (attack: Attack): string => `${attack.twinFolder ?? folderOf(attack)}/${attack.twin}.sol`;
export const exploitFileOf = (attack: Attack): string => `${folderOf(attack)}/${attack.exploit}.sol`;
