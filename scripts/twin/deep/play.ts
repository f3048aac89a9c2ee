import type { Step as BeaconStep } from "../beacon/draw.ts";
import type { Step as DelegatorStep } from "../delegator/ways.ts";
import type { Step as PoolStep } from "../pool/draw.ts";
import type { Step as ReserveStep } from "../reserve/draw.ts";
import type { Step as RestakerStep } from "../restaker/ways.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { read } from "../shared/files.ts";
import { nothingMet } from "../shared/met.ts";
import { drawnFrom, type SavedDrawn } from "../shared/saved-drawn.ts";
import { load as loadServices, type Saved as SavedServices } from "../services/saved.ts";
import { Broken } from "../invariants/check.ts";
import { brokenFrom, playBroken, type SavedBroken } from "../invariants/saved.ts";
import { load, type Saved } from "../vault/saved.ts";

/**
 * Plays a saved sequence of any twin but the core's, whose recordings the replay plays.
 *
 * @param makeReady what is done before a chain is opened, once the file is known to be one
 * @returns in a line whether the sides agree, and where they part
 * @throws Refused for a file of another version or shape
 */
export async function playFile(
  file: string,
  makeReady: () => Promise<unknown> = async () => undefined,
): Promise<{ readonly line: string; readonly agrees: boolean }> {
  const saved = loadAny(file);
  await makeReady();
  try {
    if ("world" in saved) {
      playBroken(saved);
      return { line: `${saved.name}: ${saved.steps.length} steps, every invariant holds`, agrees: true };
    }
    if ("twin" in saved) await playDrawn(saved);
    else if ("services" in saved) await playServices(saved);
    else await playVault(saved);
    return { line: `${saved.name}: ${saved.steps.length} steps, 0 differences`, agrees: true };
  } catch (error) {
    if (!(error instanceof Disagreement || error instanceof Broken)) throw error;
    return { line: `${saved.name}: ${error.message}`, agrees: false };
  }
}

function loadAny(file: string): Saved | SavedServices | SavedDrawn | SavedBroken {
  const found = read<SavedDrawn & SavedBroken>(file);
  if (found.world !== undefined) return brokenFrom(found, file);
  if (found.twin !== undefined) return drawnFrom(found, file);
  return "services" in found ? loadServices(file) : load(file);
}

async function playServices(saved: SavedServices): Promise<void> {
  const { openBench, playSaved } = await import("../services/check.ts");
  await playSaved(await openBench(), saved);
}

// what opens a chain is there only when the contracts are compiled
async function playVault(saved: Saved): Promise<void> {
  const { openBench } = await import("../vault/check.ts");
  const { playSaved } = await import("../vault/play.ts");
  await playSaved(await openBench(saved.rule), saved);
}

async function playDrawn({ twin, steps }: SavedDrawn): Promise<void> {
  if (twin === "pool") {
    const { poolTwin } = await import("../pool/check.ts");
    const { openPoolPairs } = await import("../pool/pair.ts");
    return poolTwin(await openPoolPairs()).play(steps as readonly PoolStep[], nothingMet());
  }
  if (twin === "reserve") {
    const { reserveTwin } = await import("../reserve/check.ts");
    const { openReservePairs } = await import("../reserve/pair.ts");
    return reserveTwin(await openReservePairs()).play(steps as readonly ReserveStep[], nothingMet());
  }
  if (twin === "delegator") {
    const { delegatorTwin } = await import("../delegator/check.ts");
    const { openDelegatorPairs } = await import("../delegator/pair.ts");
    return delegatorTwin(await openDelegatorPairs()).play(steps as readonly DelegatorStep[], nothingMet());
  }
  if (twin === "restaker") {
    const { restakerTwin } = await import("../restaker/check.ts");
    const { openRestakerPairs } = await import("../restaker/pair.ts");
    return restakerTwin(await openRestakerPairs()).play(steps as readonly RestakerStep[], nothingMet());
  }
  const { beaconTwin } = await import("../beacon/check.ts");
  const { openChainPairs } = await import("../beacon/pair.ts");
  const pairs = await openChainPairs(twin === "beacon gloas" ? "gloas" : "electra");
  return beaconTwin(pairs).play(steps as readonly BeaconStep[], nothingMet());
}
