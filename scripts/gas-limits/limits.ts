import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A limit in gas that a contract sets for a call it makes. */
export interface Limit {
  /** `ComponentReads.READ_GAS` */
  readonly name: string;
  readonly gas: bigint;
}

/** How many withdrawals a slot may have in the core's queue, forced ones among them. */
export function mostQueued(): number {
  const source = readFileSync(join(ROOT, "contracts/5-lrt/operators/Slots.sol"), "utf8");
  return Number(/MAX_QUEUED = (\d+);/.exec(source)?.[1]);
}

/** Gas of one limit, by its name. */
export const gasLimit = (wanted: string): bigint => gasLimits().find(({ name }) => name === wanted)!.gas;

/** All constants `…_GAS` of the contracts that hold a number; those made of others follow them. */
export function gasLimits(): Limit[] {
  const folder = join(ROOT, "contracts");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".sol") && !/^(testing|attacks)/.test(file),
  );
  return files.sort().flatMap((file) => {
    const contract = file.replace(/^.*[\\/]|\.sol$/g, "");
    const found = readFileSync(join(folder, file), "utf8").matchAll(/constant (\w*_GAS) = ([\d_]+);/g);
    return [...found].map(([, name, value]) => ({
      name: `${contract}.${name}`,
      gas: BigInt((value as string).replaceAll("_", "")),
    }));
  });
}
