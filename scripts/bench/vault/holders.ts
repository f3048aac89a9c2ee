import { type Measurements, must } from "../row.ts";
import { FOREVER, type VaultWorld } from "./world.ts";
import { ETH } from "../../lib/units.ts";

async function holds({ ladder: { contracts } }: VaultWorld, holder: string, some: boolean): Promise<void> {
  const balance = await contracts.vault.balanceOf(holder);
  must(balance > 0n === some, some ? "the holder holds some" : "the holder holds none");
}

/** 1 ETH for the depositor itself, with a guard on the shares and a deadline. */
function deposit({ ladder }: VaultWorld, by: VaultWorld["alice"]) {
  return ladder.contracts.vault.connect(by).deposit(by.address, 1n, FOREVER, { value: ETH });
}

export const holderRows: Measurements<VaultWorld> = {
  "vault.deposit.new": async (world) => {
    await holds(world, world.carol.address, false);
    return deposit(world, world.carol);
  },
  "vault.deposit.existing": async (world) => {
    await holds(world, world.bob.address, true);
    return deposit(world, world.bob);
  },
  "vault.transfer.holder": async (world) => {
    const { ladder, alice, bob } = world;
    await holds(world, bob.address, true);
    const sent = await ladder.contracts.vault.connect(alice).transfer(bob.address, ETH);
    await holds(world, alice.address, true);
    return sent;
  },
  "vault.instant.repeat": async ({ ladder, instantExit, alice, bob, inSyncedBlock }) => {
    const { vault } = ladder.contracts;
    await vault.connect(ladder.keeper).syncAll();
    await instantExit.connect(bob).exitInstantly(ETH, bob, 1n, FOREVER);
    const { feeBps } = await instantExit.roomNow();
    must(feeBps > 10n, "the bucket has been used before");
    const sending = await inSyncedBlock((overrides) =>
      instantExit.connect(alice).exitInstantly(ETH, alice, 1n, FOREVER, overrides),
    );
    must((await vault.balanceOf(alice)) > 0n, "the holder keeps some");
    return sending;
  },
};
