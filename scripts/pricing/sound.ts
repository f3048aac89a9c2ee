import { DAY, FOREVER, standUpVault } from "../../test/5-lrt/vault.ts";
import { type Actor, ACTORS, type Stage } from "./story.ts";

export type Rule = "ExposedRule" | "CappedRule" | "LossOnlyRule";

/** The real vault and queue under a rule, over a component whose value the story sets. */
export async function soundStage(rule: Rule): Promise<Stage> {
  const { ethers, networkHelpers, vault, queue, restaker, left, alice, bob, carol, keeper } = await standUpVault(rule);
  const signers = { early: alice, late: bob, stayer: carol, newcomer: keeper } as const;
  const paid = new Map<Actor, bigint>();
  const tickets = new Map<Actor, bigint>();
  const passDay = async (): Promise<void> => {
    await networkHelpers.time.increase(DAY);
    await vault.syncAll();
  };
  const change = async (assets: bigint): Promise<void> => {
    await left.setAssets((await left.assets()) + assets);
    const balance = await ethers.provider.getBalance(left);
    await networkHelpers.setBalance(String(left.target), balance + assets);
  };
  return {
    async deposit(actor, assets) {
      await vault.syncAll();
      await vault.connect(signers[actor]).deposit(signers[actor], 0n, FOREVER, { value: assets });
    },
    async restake() {
      const surplus = await vault.surplusIdle();
      if (surplus > 0n) await restaker.restake(left, surplus);
    },
    async ask(actor) {
      const shares = await vault.balanceOf(signers[actor]);
      const connected = queue.connect(signers[actor]);
      tickets.set(actor, await connected.request.staticCall(shares, signers[actor], 0n, FOREVER));
      await connected.request(shares, signers[actor], 0n, FOREVER);
    },
    async close() {
      await passDay();
      await queue.close();
    },
    async gain(assets) {
      await change(assets);
      await passDay();
    },
    async slash(assets) {
      await change(-assets);
      await vault.syncAll();
    },
    async arrive(assets) {
      await restaker.unwind(left, assets, 0n, 0n);
    },
    async settle() {
      let filling = 0n;
      // until a batch is filled in part, or none is closed
      while (filling !== (await queue.fillingBatchId())) {
        filling = await queue.fillingBatchId();
        if (filling < (await queue.openBatchId()) && (await vault.totals()).idle > 0n) await queue.settle();
      }
      // what a rule withholds drips for a day
      await passDay();
    },
    async claim(actor) {
      const ticket = tickets.get(actor);
      if (ticket === undefined) throw new Error(`${actor} has not asked`);
      const assets = await queue.claimableOf(ticket);
      await queue.connect(signers[actor]).claim(ticket, signers[actor]);
      paid.set(actor, (paid.get(actor) ?? 0n) + assets);
    },
    async result(actor) {
      const shares = await vault.balanceOf(signers[actor]);
      const ticket = tickets.get(actor);
      const waiting = ticket === undefined ? 0n : (await queue.ticketOf(ticket)).claimableAssets;
      return { paid: paid.get(actor) ?? 0n, held: (await vault.toAssetsDown(shares)) + waiting };
    },
    async missing() {
      const claimable = await Promise.all(
        ACTORS.map(async (actor) => (tickets.has(actor) ? queue.claimableOf(tickets.get(actor)!) : 0n)),
      );
      const promised = claimable.reduce((sum, one) => sum + one, 0n);
      const here = await ethers.provider.getBalance(queue);
      return promised > here ? promised - here : 0n;
    },
  };
}
