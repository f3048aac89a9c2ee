/**
 * A deployment that is refused before its first transaction: what is wrong, and what would put it right.
 * The command prints both and exits with 1; nothing has been sent.
 */
export class DeploymentRefused extends Error {
  readonly wayOut: string;

  constructor(cause: string, wayOut: string) {
    super(`${cause}\n  ${wayOut}`);
    this.name = "DeploymentRefused";
    this.wayOut = wayOut;
  }
}
