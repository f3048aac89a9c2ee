import { Refused } from "../lib/refused.ts";

/** A calculation that cannot be made as it was asked: the message has the number, the cause and the way out. */
export class RewardsRefused extends Refused {
  override readonly name = "RewardsRefused";
}
