import { readFileSync } from "node:fs";
import type { Measurements, RowFacts, Rung } from "../row.ts";
import { exitRows } from "./exits.ts";
import { holderRows } from "./holders.ts";
import { settlementRows } from "./settlement.ts";
import { prepareVault, type VaultWorld } from "./world.ts";

const FACTS = new URL("../peers/vault.json", import.meta.url);

const vaultRows: Measurements<VaultWorld> = { ...holderRows, ...exitRows, ...settlementRows };

/** What is known of the vault's rows, their limits among it. */
export function vaultFacts(): RowFacts[] {
  return JSON.parse(readFileSync(FACTS, "utf8")) as RowFacts[];
}

/** Sends measurements on one chain that is prepared once and put back before each. */
async function onOneChain(world: VaultWorld, measurements: Measurements<VaultWorld>) {
  const { provider } = world.ladder;
  const take = async (): Promise<unknown> => provider.request({ method: "evm_snapshot", params: [] });
  let snapshot = await take();
  return {
    measurable: Object.keys(measurements),
    async send(id: string) {
      const measurement = measurements[id];
      if (measurement === undefined) throw new Error(`nothing measures ${id}`);
      await provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = await take();
      return measurement(world);
    },
  };
}

/** Rung 5 against ten protocols that restake. */
export async function vaultRung(): Promise<Rung> {
  return {
    title: "The vault: gas of a transaction, on the shipped local deployment with 3 operators after a gain and a loss",
    note:
      "Of all amounts of 1 ETH; rate not 1, U not 0; access, limits, fee, cover and drip on; all storage cold. Renzo, Kelp " +
      "and Mellow flexible ran over mocked lower layers: theirs are lower bounds. YieldNest's settlement reserves nothing.",
    maxRatio: 1,
    facts: vaultFacts(),
    ...(await onOneChain(await prepareVault({ operators: 3, services: 1 }), vaultRows)),
  };
}
