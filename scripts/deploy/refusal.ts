import { Refused } from "../lib/refused.ts";

/**
 * A deployment that is refused before its first transaction: what is wrong, and what would put it right.
 * The command prints both and exits with 2; nothing has been sent.
 */
export class DeploymentRefused extends Refused {
  override readonly name = "DeploymentRefused";
  readonly wayOut: string;

  constructor(cause: string, wayOut: string) {
    super(`${cause}\n  ${wayOut}`);
    this.wayOut = wayOut;
  }
}
