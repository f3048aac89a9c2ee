import { castOf, OPERATORS } from "../lib/ladder/cast.ts";
import { advanceBlocks } from "../lib/ladder/clock.ts";
import { syncAll } from "../lib/ladder/keepers.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { addSlot, registerKeys, registerOperator, secure } from "../lib/ladder/operators.ts";
import { WAD } from "../lib/units.ts";

const HALF = { magnitudeWad: WAD / 2n, weightBps: 5_000n };
const CAP_WEI = 10_000n * WAD;
const VALIDATORS = 8;

/** Signs up two operators that secure the bridge and gives each half of the vault's stake, so that there is something to try. */
export async function signUpOperators(ladder: Ladder): Promise<void> {
  const cast = castOf(await ladder.ethers.getSigners());
  let delayBlocks = 0n;
  for (const name of OPERATORS) {
    const operator = cast.get(name)!;
    delayBlocks = await registerOperator(ladder, operator);
    await secure(ladder, operator, ladder.addresses.bridge, HALF.magnitudeWad);
  }
  await advanceBlocks(ladder.provider, delayBlocks);
  for (const name of OPERATORS) {
    const slot = await addSlot(ladder, cast.get(name)!, { weightBps: HALF.weightBps, capWei: CAP_WEI });
    await registerKeys(ladder, slot, VALIDATORS);
  }
  await syncAll(ladder);
}
