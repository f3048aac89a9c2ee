import hre from "hardhat";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { openLadder } from "../../scripts/lib/ladder/open.ts";

interface Deployed {
  readonly ladder: Ladder;
  snapshot: unknown;
}

const deployed = new Map<string, Promise<Deployed>>();

async function deploy(preset: string): Promise<Deployed> {
  const ladder = await openLadder(hre, preset);
  return { ladder, snapshot: await ladder.provider.request({ method: "evm_snapshot", params: [] }) };
}

/**
 * The ladder of a preset as {openLadder} leaves it, deployed once for all tests of a run and restored for each caller. It is the
 * caller's until the next one asks: what must stand beside another ladder opens its own.
 */
export async function freshLadder(preset = "local"): Promise<Ladder> {
  const known = deployed.get(preset);
  if (known === undefined) {
    const first = deploy(preset);
    deployed.set(preset, first);
    return (await first).ladder;
  }
  const one = await known;
  const { provider } = one.ladder;
  const restored = await provider.request({ method: "evm_revert", params: [one.snapshot] });
  if (restored !== true) throw new Error(`the ladder of ${preset} cannot be restored: somebody has gone back further`);
  one.snapshot = await provider.request({ method: "evm_snapshot", params: [] });
  return one.ladder;
}
