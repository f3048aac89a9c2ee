import { getAddress, toBeHex } from "ethers";
import fc from "fast-check";
import type { EarnerEarnings } from "../../../scripts/rewards/merkle.ts";

/** The n-th address of the tests. */
export const addressOf = (n: number): string => getAddress(toBeHex(n, 20));

/** Up to nine earners with up to five tokens each; cumulative earnings of any size but the largest. */
export const earnings: fc.Arbitrary<EarnerEarnings[]> = fc.uniqueArray(
  fc.record({
    earner: fc.integer({ min: 1, max: 50 }).map(addressOf),
    tokens: fc.uniqueArray(
      fc.record({
        token: fc.integer({ min: 100, max: 120 }).map(addressOf),
        cumulativeEarnings: fc.bigInt({ min: 1n, max: 2n ** 256n - 2n }),
      }),
      { minLength: 1, maxLength: 5, selector: ({ token }) => token },
    ),
  }),
  { minLength: 1, maxLength: 9, selector: ({ earner }) => earner },
);
