import { DELAY_BLOCKS, FOREVER, HOUR } from "../ladder.ts";
import { refusalOf } from "../../refusal.ts";
import { STOP_SECONDS } from "./stops.ts";
import { openTickets, signerOf } from "./tickets.ts";
import { attempt, GAS, HOLD, SETS, type World } from "./world.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const TICK_SECONDS = HOUR / 3n;
const BLOCK_SECONDS = 12n;
/** Blocks for which what leaks out of the budget in a tick can stop exits, and the one that it is short of. */
const BLOCKS_A_TICK = (HOLD.budgetSeconds * TICK_SECONDS) / (HOLD.periodSeconds * BLOCK_SECONDS) + 2n;

/** The longest that one announcing service can hold exits from any moment on: h = budget · (1 + h / period). */
export const HOLD_SECONDS = (HOLD.budgetSeconds * HOLD.periodSeconds) / (HOLD.periodSeconds - HOLD.budgetSeconds) + 1n;

/**
 * The longest that it and a guardian who stops exits as often as it may can keep them shut together. In s seconds the
 * service has budget · (1 + s / period), and containment c + s / 2, for after each it has to leave exits open for as long.
 */
export const SIEGE_SECONDS =
  (2n * HOLD.periodSeconds * (HOLD.budgetSeconds + STOP_SECONDS)) / (HOLD.periodSeconds - 2n * HOLD.budgetSeconds) +
  TICK_SECONDS;

let seed = 10n ** 6n;

/** Announces eight new faults for ever, and has the vault believe what it may of them. */
async function cryAgain(w: World): Promise<void> {
  for (const operator of [w.opOne, w.opTwo]) await w.wolf.hush(operator, GAS);
  await w.wolf.cry(w.opOne, 8, ETH, FOREVER, ++seed, GAS);
  await attempt(() => w.vault.connect(w.mallory).holdExits(w.wolf, GAS));
}

/** One bout of both, and then as long as it can last. */
export async function harass(w: World): Promise<void> {
  await attempt(() => w.settings.connect(w.guardian).contain(STOP_SECONDS, GAS));
  await w.networkHelpers.time.increase(STOP_SECONDS);
  await cryAgain(w);
  await w.networkHelpers.time.increase(HOLD_SECONDS);
}

/** A slash of one wad-unit, a sync and every claim, none of which anything may stop. */
async function demandWhatIsNeverStopped(w: World): Promise<void> {
  const set = { avs: await w.bridge.getAddress(), id: SETS.bridge };
  if (await w.allocations.isOperatorSlashable(w.opOne, set)) {
    const fault = w.ethers.id(`siege ${++seed}`);
    const slash = await attempt(() =>
      w.slasher.connect(w.mallory).requestSlash(w.opOne, SETS.bridge, 1n, fault, "", GAS),
    );
    if (slash !== "ok") throw new Error(`INV-27: a slash was blocked: ${slash}`);
  }
  const sync = await attempt(() => w.vault.syncAll(GAS));
  if (sync !== "ok") throw new Error(`INV-27: a sync was blocked: ${sync}`);
  for (const ticket of await openTickets(w)) {
    const owner = await signerOf(w, (await w.queue.ticketOf(ticket)).owner);
    if (owner === undefined || (await w.queue.claimableOf(ticket)) === 0n) continue;
    const claim = await attempt(() => w.queue.connect(owner).claim(ticket, owner, GAS));
    if (claim !== "ok") throw new Error(`INV-27: a claim was blocked: ${claim}`);
  }
}

/** What stops exits, if anything does: what else a settlement may lack is nobody's doing. */
async function exitsShutBy(w: World): Promise<"Containment" | "ExitsHeldBack" | undefined> {
  try {
    await w.queue.settle.staticCall(GAS);
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    return refusal === "Containment" || refusal === "ExitsHeldBack" ? refusal : undefined;
  }
}

/**
 * A service that announces anew in every tick, and a guardian that contains the vault whenever it may.
 *
 * @returns the seconds until a settlement was possible although both had done what they could; from then on it is within a
 * few blocks, in spite of an announcement just before each attempt.
 */
export async function expectLiveness(w: World): Promise<bigint> {
  await w.wolf.setManner(0, GAS);
  await w.networkHelpers.mine(DELAY_BLOCKS);
  const from = BigInt(await w.networkHelpers.time.latest());
  let passed = 0n;
  let cried: boolean;
  do {
    if (passed > SIEGE_SECONDS) throw new Error(`INV-27: no settlement was possible in ${passed} seconds`);
    await attempt(() => w.settings.connect(w.guardian).contain(STOP_SECONDS, GAS));
    // its budget is for when nothing else shuts them
    cried = (await exitsShutBy(w)) !== "Containment";
    if (cried) await cryAgain(w);
    await demandWhatIsNeverStopped(w);
    await w.networkHelpers.time.increase(TICK_SECONDS);
    passed = BigInt(await w.networkHelpers.time.latest()) - from;
  } while (!cried || (await exitsShutBy(w)) !== undefined);
  for (let blocks = 1; ; ++blocks) {
    await cryAgain(w);
    if ((await exitsShutBy(w)) === undefined) return passed;
    if (blocks > BLOCKS_A_TICK) throw new Error("INV-27: an announcement before each settlement stops them all");
    await w.networkHelpers.time.increase(BLOCK_SECONDS);
  }
}
