import type { Actor, Stage } from "./story.ts";

/**
 * What everybody is owed when equal exposure earns and loses alike: shares count until the ETH for them is set aside, and
 * what is set aside is its owner's. Plain arithmetic without a chain, a drip or virtual shares.
 */
export function equalExposure(): Stage {
  const shares = new Map<Actor, bigint>();
  const queued = new Map<Actor, bigint>();
  const closed = new Map<Actor, bigint>();
  const set = new Map<Actor, bigint>();
  const of = (map: Map<Actor, bigint>, actor: Actor): bigint => map.get(actor) ?? 0n;
  const add = (map: Map<Actor, bigint>, actor: Actor, amount: bigint): void => {
    map.set(actor, of(map, actor) + amount);
  };
  let [supply, staked, idle] = [0n, 0n, 0n];
  const worth = (amount: bigint): bigint => (supply === 0n ? 0n : (amount * (staked + idle)) / supply);
  const waiting = (): bigint => [...queued.values(), ...closed.values()].reduce((sum, one) => sum + one, 0n);
  return {
    async deposit(actor, assets) {
      const minted = supply === 0n ? assets : (assets * supply) / (staked + idle);
      add(shares, actor, minted);
      supply += minted;
      idle += assets;
    },
    async restake() {
      const needed = worth(waiting());
      const free = idle > needed ? idle - needed : 0n;
      idle -= free;
      staked += free;
    },
    async ask(actor) {
      add(queued, actor, of(shares, actor));
      shares.delete(actor);
    },
    async close() {
      for (const [actor, amount] of queued) add(closed, actor, amount);
      queued.clear();
    },
    async gain(assets) {
      staked += assets;
    },
    async slash(assets) {
      staked -= assets;
    },
    async arrive(assets) {
      staked -= assets;
      idle += assets;
    },
    async settle() {
      const all = [...closed.values()].reduce((sum, one) => sum + one, 0n);
      if (all === 0n) return;
      const value = worth(all);
      const paid = value < idle ? value : idle;
      const filled = value < idle ? all : (all * idle) / value;
      for (const [actor, amount] of closed) {
        add(set, actor, (paid * amount) / all);
        closed.set(actor, amount - (filled * amount) / all);
      }
      supply -= filled;
      idle -= paid;
    },
    async claim() {},
    async result(actor) {
      const held = of(shares, actor) + of(queued, actor) + of(closed, actor);
      return { paid: of(set, actor), held: worth(held) };
    },
    async missing() {
      return 0n;
    },
  };
}
