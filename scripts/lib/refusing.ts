import { EXIT, Refused } from "./refused.ts";

/** Codes for a configuration variable that is not set: Hardhat's, and its keystore's for either of its two stores. */
const NOT_SET: readonly unknown[] = ["HHE7", "HHE50002", "HHE50001"];

/** What a refusal says, or nothing of a fault that is ours. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof Refused) return error.message;
  if (!(error instanceof Error) || !NOT_SET.includes((error as { errorCode?: string }).errorCode)) return undefined;
  const name = /"([^"]+)"/.exec(error.message)?.[1] ?? "a setting";
  return `The network needs ${name}, which is not set: run \`npx hardhat keystore set ${name}\`, or set it as an environment variable.`;
}

/** Runs a task. What is refused is said in a line, and exits with 2. */
export async function refusing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    console.error(refusal);
    process.exitCode = EXIT.refused;
  }
}
