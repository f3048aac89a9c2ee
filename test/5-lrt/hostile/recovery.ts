import { DELAY_BLOCKS, FOREVER } from "../ladder.ts";
import { ACTIONS } from "./actions.ts";
import { harass, HOLD_SECONDS } from "./liveness.ts";
import { STOP_SECONDS } from "./stops.ts";
import { openTickets } from "./tickets.ts";
import { attempt, GAS, type World } from "./world.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../../scripts/lib/units.ts";

const ROUND_DAYS = 3;
const DAY = 86_400n;
/**
 * Days within which everything that is pending comes to an end. The longest wait is rung 1's: ETH of a slashed validator
 * is held for 8,192 epochs, 36.4 days; before it 256 epochs of service, after it the core's delay and the LST's queue.
 */
export const MAX_DAYS = 60;

const at = (a: number, b = 0) => ({ action: "pass", a, b, share: 0 }) as const;

/**
 * A round of keepers that do whatever can be done, in a fixed order; refusals are no concern of theirs. In each, exits are
 * shut for as long as a service and the guardian can shut them one after the other.
 */
async function workARound(w: World): Promise<void> {
  await w.networkHelpers.time.increase(BigInt(ROUND_DAYS) * DAY - STOP_SECONDS - HOLD_SECONDS);
  await harass(w);
  await w.networkHelpers.mine(DELAY_BLOCKS + 1);
  for (const slot of [0, 1]) {
    await ACTIONS.checkpoint(w, at(slot));
    await ACTIONS.complete(w, at(slot));
    await ACTIONS.leaveIneligible(w, at(slot));
  }
  await ACTIONS.lstExits(w, at(0));
  await ACTIONS.syncAll(w, at(0));
  for (const user of [w.alice, w.bob, w.carol, w.mallory]) {
    const shares = await w.vault.balanceOf(user);
    if (shares > 0n) await attempt(() => w.queue.connect(user).request(shares, user, 0n, FOREVER, GAS));
  }
  await attempt(() => w.queue.close(GAS));
  while ((await attempt(() => w.queue.settle(GAS))) === "ok");
  for (const slot of [0n, 1n]) {
    for (const strategy of [w.lstStrategy, BEACON_CHAIN_ETH_STRATEGY]) {
      await attempt(() => w.restaker.connect(w.keeper).unwind(slot, strategy, GAS));
    }
    if ((await w.targets.exitDemand()) === 0n) continue;
    for (const key of w.keys[Number(slot)]!.keys()) await ACTIONS.exitValidators(w, at(Number(slot), key));
  }
  await ACTIONS.requestLstExit(w, at(0));
}

/** Pays every ticket that can be paid; says how many are left. */
async function claimAll(w: World): Promise<number> {
  for (const ticket of await openTickets(w)) await attempt(() => w.queue.connect(w.keeper).claimFor([ticket], GAS));
  return (await openTickets(w)).length;
}

/**
 * From any state: everybody asks for everything, and keepers work round by round until no ticket is left.
 *
 * @returns the days that it took, or what was left after {@link MAX_DAYS}, in words.
 */
export async function recover(w: World): Promise<{ days: number; dead: boolean; left: string }> {
  for (let days = ROUND_DAYS; days <= MAX_DAYS; days += ROUND_DAYS) {
    await workARound(w);
    const tickets = await claimAll(w);
    if (await w.vault.isDead()) {
      for (const ticket of await openTickets(w)) {
        const { owner } = await w.queue.ticketOf(ticket);
        const signer = [w.alice, w.bob, w.carol, w.mallory].find(({ address }) => address === owner);
        if (signer !== undefined) await attempt(() => w.queue.connect(signer).cancel(ticket, signer, GAS));
      }
      return { days, dead: true, left: "" };
    }
    const { closedShares, openShares } = await w.queue.waitingShares();
    if (tickets === 0 && closedShares + openShares === 0n) return { days, dead: false, left: "" };
  }
  const [closed, open] = await w.queue.waitingShares();
  const { idle } = await w.vault.totals();
  const values = [await w.delegators[0].value(), await w.delegators[1].value(), await w.lstReserve.value()];
  const left = `${closed} closed and ${open} open shares; idle ${idle}; components ${values.join(", ")}`;
  return { days: MAX_DAYS, dead: false, left };
}
