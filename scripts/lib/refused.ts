/** Exit codes of every command; docs/commands.md shows them as a table. */
export const EXIT = {
  /** Done as it was asked, and all that was checked holds. */
  done: 0,
  /** It ran, and something did not hold or failed on the way. */
  failed: 1,
  /** Refused as it was asked: nothing was sent, written or measured, and the message has cause and way out. */
  refused: 2,
} as const;

/** What cannot be done as it was asked, said before anything is done: the message has number, cause and way out. */
export class Refused extends Error {
  override readonly name: string = "Refused";
}
