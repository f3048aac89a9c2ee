import { ETH } from "../lib/units.ts";

/** Who plays: two who leave, one who stays, one who comes. */
export const ACTORS = ["early", "late", "stayer", "newcomer"] as const;
export type Actor = (typeof ACTORS)[number];

/** What the story asks of a vault with an exit queue, whatever its rule. */
export interface Stage {
  /** Puts ETH in. */
  deposit(actor: Actor, assets: bigint): Promise<void>;
  /** Puts all idle ETH to stake that no leaver waits for. */
  restake(): Promise<void>;
  /** Asks out with all shares. */
  ask(actor: Actor): Promise<void>;
  /** Unwinding begins for who has asked. */
  close(): Promise<void>;
  /** The stake earns ETH, and a day passes in which all of it is recognised. */
  gain(assets: bigint): Promise<void>;
  /** The stake loses ETH. */
  slash(assets: bigint): Promise<void>;
  /** Stake comes back as ETH. */
  arrive(assets: bigint): Promise<void>;
  /** ETH that is here goes to who waits, as far as the queue can. */
  settle(): Promise<void>;
  /** Takes what one can have now. */
  claim(actor: Actor): Promise<void>;
  /** ETH that an actor was paid so far, and what its shares would be paid now. */
  result(actor: Actor): Promise<Result>;
  /** ETH that is promised to leavers beyond what there is. */
  missing(): Promise<bigint>;
}

export interface Result {
  readonly paid: bigint;
  readonly held: bigint;
}

const PUT_IN = 100n * ETH;
const GAIN = 30n * ETH;
const FIRST_SLASH = 56n * ETH;
const SECOND_SLASH = 20n * ETH;
const FIRST_ARRIVAL = 50n * ETH;
const LAST_ARRIVAL = 90n * ETH;

/** A step of the story: what the page says of it, and what happens. */
export interface Step {
  readonly says: string;
  readonly play: (stage: Stage) => Promise<void>;
}

/** A gain while queued, a partial fill, a slash between close and fill, another between fill and claim. */
export const STORY: readonly Step[] = [
  {
    says: "*Early*, *late* and *stayer* put in 100 ETH each, and all of it is staked.",
    play: async (stage) => {
      for (const actor of ["early", "late", "stayer"] as const) await stage.deposit(actor, PUT_IN);
      await stage.restake();
    },
  },
  {
    says: "*Early* asks out with everything. The batch closes, and unwinding begins.",
    play: async (stage) => {
      await stage.ask("early");
      await stage.close();
    },
  },
  { says: "The stake earns 30 ETH while *early* waits.", play: async (stage) => stage.gain(GAIN) },
  {
    says: "50 ETH have been unwound: a partial fill.",
    play: async (stage) => {
      await stage.arrive(FIRST_ARRIVAL);
      await stage.settle();
    },
  },
  {
    says: "A slash takes 56 ETH, a fifth of what is still staked, between *early*'s close and the rest of the fill.",
    play: async (stage) => stage.slash(FIRST_SLASH),
  },
  {
    says: "*Late* asks out with everything, after the slash.",
    play: async (stage) => stage.ask("late"),
  },
  {
    says: "*Newcomer* puts in 100 ETH, which fills the rest of *early*'s batch; *early* does not claim yet.",
    play: async (stage) => {
      await stage.deposit("newcomer", PUT_IN);
      await stage.settle();
      await stage.close();
      await stage.restake();
    },
  },
  {
    says: "A second slash takes 20 ETH, between *early*'s fill and claim, and while *late* waits.",
    play: async (stage) => stage.slash(SECOND_SLASH),
  },
  {
    says: "*Early* claims. 90 ETH more have been unwound and fill *late*'s batch, who claims too.",
    play: async (stage) => {
      await stage.claim("early");
      await stage.arrive(LAST_ARRIVAL);
      await stage.settle();
      await stage.claim("late");
    },
  },
];

/** Everybody asks before a slash that they see coming, and claims after it in turn. */
export const RUN: readonly Step[] = [
  {
    says: "*Early*, *late* and *stayer* put in 100 ETH each; all ask out; 60 ETH are slashed; all that is left comes back.",
    play: async (stage) => {
      for (const actor of ["early", "late", "stayer"] as const) await stage.deposit(actor, PUT_IN);
      await stage.restake();
      for (const actor of ["early", "late", "stayer"] as const) await stage.ask(actor);
      await stage.close();
      await stage.slash(60n * ETH);
      await stage.arrive(240n * ETH);
      await stage.settle();
      for (const actor of ["early", "late", "stayer"] as const) await stage.claim(actor);
    },
  },
];

/** A leaver whose ETH is here waits on purpose, and goes when a slash is in sight. */
export const WAIT: readonly Step[] = [
  {
    says: "*Early*, *late* and *stayer* put in 100 ETH each; *early* asks out, and its 100 ETH are unwound and settled. *Early* does not claim. *Newcomer* puts in 100 ETH. The stake earns 30 ETH. A slash of 56 ETH is in sight: *early* claims, then it comes.",
    play: async (stage) => {
      for (const actor of ["early", "late", "stayer"] as const) await stage.deposit(actor, PUT_IN);
      await stage.restake();
      await stage.ask("early");
      await stage.close();
      await stage.arrive(PUT_IN);
      await stage.settle();
      await stage.deposit("newcomer", PUT_IN);
      await stage.gain(GAIN);
      await stage.claim("early");
      await stage.slash(FIRST_SLASH);
    },
  },
];

type Results = Readonly<Record<Actor, Result>>;

export interface Played {
  readonly results: Results;
  /** The most that was promised beyond what there was, after any step. */
  readonly missing: bigint;
}

/** Plays steps on a fresh stage. */
export async function play(steps: readonly Step[], stage: Stage): Promise<Played> {
  let missing = 0n;
  for (const step of steps) {
    await step.play(stage);
    const now = await stage.missing();
    if (now > missing) missing = now;
  }
  const results = await Promise.all(ACTORS.map(async (actor) => [actor, await stage.result(actor)] as const));
  return { results: Object.fromEntries(results) as unknown as Results, missing };
}

/** What an actor got in all: paid and still held. */
export const gotOf = ({ paid, held }: Result): bigint => paid + held;
