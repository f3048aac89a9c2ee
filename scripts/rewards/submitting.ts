import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { RewardsCoordinator } from "../../typechain-types/index.ts";
import type { Calculation } from "./calculate.ts";
import { RewardsRefused } from "./refused.ts";
import { addressKey } from "./stakeEvents.ts";

/**
 * What must hold before a root is submitted: by its updater, for a later time than the last one, and with no earner below
 * what it has claimed, for such a claim could never be made again (AVS-141). A calculation that takes everything as it
 * was at its time cannot fall; one with another cadence than the roots before it can.
 *
 * @throws RewardsRefused
 */
export async function checkSubmission(
  ethers: HardhatEthers,
  coordinator: RewardsCoordinator,
  until: bigint,
  { earnings }: Calculation,
): Promise<void> {
  const [sender] = await ethers.getSigners();
  const updater = await coordinator.rewardsUpdater();
  if (sender?.address !== updater) {
    const first = sender?.address ?? "none";
    throw new RewardsRefused(
      `only ${updater} submits roots, and the first account here is ${first}: leave --submit out`,
    );
  }
  const last = await coordinator.currRewardsCalculationEndTimestamp();
  if (until <= last) {
    throw new RewardsRefused(
      `the last root reaches until ${last}, and this one until ${until}: wait for the next slice`,
    );
  }
  const earned = new Map(
    earnings.flatMap(({ earner, tokens }) =>
      tokens.map(({ token, cumulativeEarnings }) => [`${earner} ${token}`, cumulativeEarnings] as const),
    ),
  );
  for (const { args } of await coordinator.queryFilter(coordinator.filters.RewardsClaimed())) {
    const [earner, token] = [addressKey(args.earner), addressKey(args.token)];
    const claimed = await coordinator.cumulativeClaimed(earner, token);
    const sum = earned.get(`${earner} ${token}`) ?? 0n;
    if (claimed > sum) {
      throw new RewardsRefused(
        `${earner} has claimed ${claimed} of ${token} and would have earned ${sum}: ` +
          "calculate with the --cadence of the roots before",
      );
    }
  }
}
