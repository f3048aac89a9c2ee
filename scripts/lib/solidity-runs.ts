import { refuse } from "./command-line.ts";

/** In `npm test`, and what `LADDER_SOLIDITY_RUNS` may ask for. */
const SHORT = 32;
const PROFILES = [256, 10_000, 100_000];

/** How often each invariant in Solidity begins anew. What is no profile ends the process. */
export function solidityRuns(profile: string | undefined): number {
  if (profile === undefined) return SHORT;
  const runs = PROFILES.find((one) => String(one) === profile);
  return (
    runs ?? refuse(`LADDER_SOLIDITY_RUNS takes ${PROFILES.join(", ")}, not "${profile}": leave it out for ${SHORT}.`)
  );
}
