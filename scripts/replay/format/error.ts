import { Refused } from "../../lib/refused.ts";

/** A recording that cannot be played: unreadable, malformed, or with something in it that the replay does not know. */
export class RecordingError extends Refused {
  override readonly name = "RecordingError";
}
