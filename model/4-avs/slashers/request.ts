import type { Address, Hash } from "../../shared/machine.ts";
import { type Avs, found } from "../state.ts";
import { onlyProver, slash } from "./slasher-base.ts";
import { announce } from "./vetoable-slasher.ts";

/** The prover asks for a slash: an instant slasher executes it, a vetoable one announces it. */
export function requestSlash(
  avs: Avs,
  sender: Address,
  slasher: Address,
  operator: Address,
  operatorSetId: bigint,
  wad: bigint,
  faultId: Hash,
  description: string,
): void {
  onlyProver(avs, sender, slasher);
  const { veto } = found(avs.state.slashers, slasher);
  if (veto === undefined) slash(avs, slasher, operator, operatorSetId, wad, faultId, description);
  else announce(avs, slasher, veto, operator, operatorSetId, wad, faultId, description);
}
