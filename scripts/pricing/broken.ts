import { network } from "hardhat";
import { type Actor, ACTORS, type Stage } from "./story.ts";

const FOREVER = 2n ** 64n - 1n;

export type BrokenVault = "FixedAtRequestVault" | "PricedAtClaimVault";

/** A naive vault on a fresh chain. Neither can fill in parts: who waits gets all that it is owed or nothing. */
export async function brokenStage(name: BrokenVault): Promise<Stage> {
  const { ethers } = await network.create();
  const signers = await ethers.getSigners();
  const signerOf = (actor: Actor) => signers[ACTORS.indexOf(actor) + 1]!;
  const fixed = name === "FixedAtRequestVault" ? await ethers.deployContract("FixedAtRequestVault") : undefined;
  const atClaim = name === "PricedAtClaimVault" ? await ethers.deployContract("PricedAtClaimVault") : undefined;
  const vault = fixed ?? atClaim!;
  const paid = new Map<Actor, bigint>();
  const asked: Actor[] = [];

  const owed = async (actor: Actor): Promise<bigint> =>
    fixed ? fixed.owedTo(signerOf(actor)) : vault.toAssetsDown(await atClaim!.queuedOf(signerOf(actor)));
  const missing = async (): Promise<bigint> => {
    const debts = fixed ? await fixed.debts() : 0n;
    const here = await ethers.provider.getBalance(vault);
    return debts > here ? debts - here : 0n;
  };
  return {
    missing,
    async deposit(actor, assets) {
      await vault.connect(signerOf(actor)).deposit(signerOf(actor), 0n, FOREVER, { value: assets });
    },
    async restake() {
      let needed = 0n;
      for (const actor of asked) needed += await owed(actor);
      const idle = await vault.idle();
      if (idle > needed) await vault.restake(idle - needed);
    },
    async ask(actor) {
      const signer = signerOf(actor);
      await (fixed ?? atClaim!).connect(signer).request(await vault.balanceOf(signer), signer, 0n, FOREVER);
      asked.push(actor);
    },
    async close() {},
    async gain(assets) {
      await vault.gain({ value: assets });
    },
    async slash(assets) {
      await vault.slash(assets);
    },
    async arrive(assets) {
      const staked = await vault.staked();
      await vault.unwind(assets < staked ? assets : staked);
    },
    async settle() {
      await vault.settle();
    },
    async claim(actor) {
      const assets = await owed(actor);
      // who comes last finds too little, and is paid nothing
      if (assets > (await vault.idle())) return;
      await vault.connect(signerOf(actor)).claim(0n, signerOf(actor));
      paid.set(actor, (paid.get(actor) ?? 0n) + assets);
    },
    async result(actor) {
      const shares = await vault.balanceOf(signerOf(actor));
      return { paid: paid.get(actor) ?? 0n, held: await vault.toAssetsDown(shares) };
    },
  };
}
