import { ETH } from "../client/network.ts";
import type { Comparison } from "../comparison.ts";
import { Ours } from "../ours.ts";

const TOTALS = [1_000_000, 6_000_000, 10_000_000, 16_777_216, 34_000_000, 50_000_001, 120_000_000];

export const forks: Comparison = {
  name: "forks",
  about: "churn limits of Electra and of Gloas, at many totals",
  async run({ lodestar, found, chain }) {
    const config = lodestar.chainConfig;
    const connection = await chain();
    for (const totalActiveBalanceIncrements of TOTALS) {
      const electra = lodestar.getActivationExitChurnLimit({ config, totalActiveBalanceIncrements });
      const gloas = lodestar.getGloasChurnLimits(config, totalActiveBalanceIncrements);
      const theirs = [
        { deposit: electra, exit: electra },
        { deposit: gloas.activation, exit: gloas.exit },
      ];
      for (const [fork, { deposit, exit }] of theirs.entries()) {
        const ours = (await Ours.open(connection, totalActiveBalanceIncrements, fork)).chain;
        const at = `fork ${fork}, ${totalActiveBalanceIncrements} ETH`;
        found.equal(
          `${at}: deposits, ETH an epoch`,
          BigInt(deposit / ETH),
          (await ours.depositChurnLimitGwei()) / BigInt(ETH),
        );
        found.equal(`${at}: exits, ETH an epoch`, BigInt(exit / ETH), (await ours.exitChurnLimitGwei()) / BigInt(ETH));
      }
    }
  },
};
