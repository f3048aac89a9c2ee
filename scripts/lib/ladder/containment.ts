import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/** The guardian stops deposits and exits for some seconds. */
export async function contain({ contracts: { settings }, guardian }: Ladder, seconds: bigint): Promise<void> {
  await sent(settings.connect(guardian).contain(seconds));
}
