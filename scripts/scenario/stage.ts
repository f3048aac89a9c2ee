import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { toQuantity } from "ethers";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { Names } from "./names.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** A world with the scenario's actors in it, each with an account that holds exactly its funding. */
export async function setStage(ladder: Ladder, { actors }: Scenario): Promise<World & { readonly names: Names }> {
  const { others, provider, addresses, admin, guardian, keeper } = ladder;
  if (actors.length > others.length)
    throw new RangeError(`${actors.length} actors, but only ${others.length} accounts are free`);
  const names = new Names();
  for (const [name, address] of Object.entries(addresses)) names.set(address, name);
  names.set(admin.address, "admin");
  names.set(guardian.address, "guardian");
  names.set(keeper.address, "keeper");
  names.set("0x0000000000000000000000000000000000000000", "nobody");
  const signers = new Map<string, HardhatEthersSigner>();
  for (const [index, { name, fundingWei }] of actors.entries()) {
    const signer = others[index]!;
    signers.set(name, signer);
    names.set(signer.address, name);
    await provider.request({ method: "hardhat_setBalance", params: [signer.address, toQuantity(fundingWei)] });
  }
  return {
    ladder,
    names,
    nameOf: (address) => names.nameOf(address),
    nameOfNumber: (parameter, value) => names.nameOfNumber(parameter, value),
    name: (address, name) => names.set(address, name),
    signer: (actor) => {
      const signer = signers.get(actor);
      if (!signer) throw new Error(`no account for ${actor}`);
      return signer;
    },
    tickets: names.tickets,
    notes: new Map(),
  };
}
