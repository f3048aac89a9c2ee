import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { EthereumProvider } from "hardhat/types/providers";
import { advanceBlocks } from "../../scripts/lib/ladder/clock.ts";
import { sent } from "../../scripts/lib/ladder/sent.ts";
import type { LrtAdapter } from "../../scripts/own-vault/adapter.ts";

/** The flaws of EpochVault.sol, in their order. */
export const FLAWS = ["none", "price at request", "spot balance", "stored rate", "pays twice", "gain at once"] as const;

/** The toy vault of epochs with one of its flaws, as the properties ask for it. */
export async function openEpochs(
  { ethers, provider }: { ethers: HardhatEthers; provider: EthereumProvider },
  flaw: (typeof FLAWS)[number],
): Promise<LrtAdapter> {
  const vault = await ethers.deployContract("EpochVault", [FLAWS.indexOf(flaw)]);
  const [world] = await ethers.getSigners();
  const tickets = new Map<string, bigint>();
  return {
    async deposit(holder, value) {
      const before = await vault.balanceOf(holder);
      await sent(vault.connect(holder).deposit({ value }));
      return (await vault.balanceOf(holder)) - before;
    },
    async request(holder, shares) {
      const ticket = await vault.connect(holder).request.staticCall(shares);
      await sent(vault.connect(holder).request(shares));
      tickets.set(holder.address, ticket);
      return ticket;
    },
    async finish() {
      await advanceBlocks(provider, 300n);
      await sent(vault.settle());
    },
    claim: async (holder, ticket) => void (await sent(vault.connect(holder).claim(ticket))),
    gain: async (value) => void (await sent(vault.gain({ value }))),
    lose: async (bips) => void (await sent(vault.lose(bips))),
    report: async () => void (await sent(vault.report())),
    rest: () => advanceBlocks(provider, 15_000n),
    gift: async (value) => void (await (await world!.sendTransaction({ to: vault, value })).wait()),
    sharesOf: (holder) => vault.balanceOf(holder),
  };
}
