import { balanceOf } from "../../model/5-lrt/accounting/share-token.ts";
import { exitValue } from "../../model/5-lrt/exits/fills.ts";
import { surplusIdle } from "../../model/5-lrt/exits/surplus.ts";
import { loneVault, STAKE } from "../../model/5-lrt/lone-vault.ts";
import { etherOf } from "../../model/5-lrt/money.ts";
import { claimableOf } from "../../model/5-lrt/queue/claims.ts";
import type { PricingRule } from "../../model/5-lrt/state.ts";
import { type Actor, ACTORS, type Stage } from "./story.ts";

const DAY = 86_400n;
const FOREVER = 2n ** 40n;
const ANYBODY = `0x${"a".repeat(40)}`;

/** The vault and queue of the model under a rule, over a component whose value the story sets. */
export function soundStage(rule: PricingRule): Stage {
  const { play, view, pass, change, state } = loneVault(rule);
  const { config } = state();
  const addressOf = (actor: Actor): string => `0x${(0xa11ce + ACTORS.indexOf(actor)).toString(16).padStart(40, "0")}`;
  const paid = new Map<Actor, bigint>();
  const tickets = new Map<Actor, bigint>();
  const claimable = (actor: Actor): bigint => {
    const ticket = tickets.get(actor);
    return ticket === undefined ? 0n : view((vault) => claimableOf(vault, ticket));
  };
  const sync = (): void => void play(ANYBODY, "vault", "syncAll");
  const passDay = (): void => {
    pass(DAY);
    sync();
  };
  return {
    async deposit(actor, assets) {
      sync();
      play(addressOf(actor), "vault", "deposit", assets, addressOf(actor), 0n, FOREVER);
    },
    async restake() {
      const surplus = view(surplusIdle);
      if (surplus > 0n) play(ANYBODY, "others", "restake", STAKE, surplus);
    },
    async ask(actor) {
      const shares = view((vault) => balanceOf(vault, addressOf(actor)));
      const ticket = play(addressOf(actor), "queue", "request", shares, addressOf(actor), 0n, FOREVER) as bigint;
      tickets.set(actor, ticket);
    },
    async close() {
      passDay();
      play(ANYBODY, "queue", "close");
    },
    async gain(assets) {
      change(assets);
      passDay();
    },
    async slash(assets) {
      change(-assets);
      sync();
    },
    async arrive(assets) {
      play(ANYBODY, "others", "unwind", STAKE, assets, 0n, 0n);
    },
    async settle() {
      let filling = 0n;
      // until a batch is filled in part, or none is closed
      while (filling !== state().queue.filling) {
        ({ filling } = state().queue);
        if (filling < state().queue.open && state().books.idle > 0n) play(ANYBODY, "queue", "settle");
      }
      // what a rule withholds drips for a day
      passDay();
    },
    async claim(actor) {
      const ticket = tickets.get(actor);
      if (ticket === undefined) throw new Error(`${actor} has not asked`);
      const assets = play(addressOf(actor), "queue", "claim", ticket, addressOf(actor)) as bigint;
      paid.set(actor, (paid.get(actor) ?? 0n) + assets);
    },
    async result(actor) {
      const held = view((vault) => exitValue(vault, balanceOf(vault, addressOf(actor))));
      return { paid: paid.get(actor) ?? 0n, held: held + claimable(actor) };
    },
    async missing() {
      const promised = ACTORS.reduce((sum, actor) => sum + claimable(actor), 0n);
      const here = view((vault) => etherOf(vault, config.at.queue));
      return promised > here ? promised - here : 0n;
    },
  };
}
