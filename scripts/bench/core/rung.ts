import { readFileSync } from "node:fs";
import { onFreshChains, type RowFacts, type Rung } from "../row.ts";
import { allocationRows } from "./allocations.ts";
import { claimRows } from "./claims.ts";
import { delegationRows } from "./delegation.ts";
import { depositRows } from "./deposits.ts";
import { slashingRows } from "./slashing.ts";
import { submissionRows } from "./submissions.ts";
import { withdrawalRows } from "./withdrawals.ts";
import { type CoreWorld, openChain, prepareWorld } from "./world.ts";

const FACTS = new URL("../peers/core.json", import.meta.url);

/** Rung 3 against the real core. */
export async function coreRung(): Promise<Rung> {
  const connection = await openChain();
  const prepared = (): Promise<CoreWorld> => prepareWorld(connection);
  const measurements = {
    ...depositRows,
    ...delegationRows,
    ...withdrawalRows,
    ...allocationRows,
    ...slashingRows,
    ...claimRows,
    ...submissionRows,
  };
  return {
    title: "The restaking core: gas of a transaction (base cost and calldata included, after refunds, cold storage)",
    note: "Theirs was measured behind a transparent proxy, which costs 5,000 to 7,000 a hop; ours has none.",
    maxRatio: 0.75,
    facts: JSON.parse(readFileSync(FACTS, "utf8")) as RowFacts[],
    ...onFreshChains(() => connection.networkHelpers.loadFixture(prepared), measurements),
  };
}
