import { access, readdir } from "node:fs/promises";
import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { readDeploymentParameters } from "@nomicfoundation/hardhat-ignition/helpers";
import type { DeploymentParameters } from "@nomicfoundation/ignition-core";
import { DeploymentRefused } from "./refusal.ts";

const FOLDER = fileURLToPath(new URL("../../deploy/presets/", import.meta.url));

/** Chains of a developer's own node, on which the short delays of `local` are the natural choice. */
const DEVELOPMENT_CHAINS: readonly bigint[] = [1337n, 31337n];

export async function presetNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => file.endsWith(".json5"))
    .map((file) => file.slice(0, -".json5".length))
    .sort();
}

/** A preset's name, also when it was given as a file. */
export function presetName(preset: string): string {
  return basename(preset, extname(preset)).replaceAll(/[^a-zA-Z0-9_-]/g, "-");
}

/**
 * Reads the parameters of every Ignition module from `deploy/presets/NAME.json5`, or from a JSON5 file of one's own.
 *
 * @throws DeploymentRefused when there is neither a preset of that name nor such a file
 */
export async function readPreset(preset: string): Promise<DeploymentParameters> {
  const names = await presetNames();
  const file = names.includes(preset) ? `${FOLDER}${preset}.json5` : preset;
  try {
    await access(file);
  } catch {
    throw new DeploymentRefused(
      `There is no preset "${preset}", and no file of that name.`,
      `Give one of ${names.join(", ")}, or a JSON5 file like those in deploy/presets.`,
    );
  }
  const parameters = await readDeploymentParameters(file).catch(() => undefined);
  if (parameters?.Vault === undefined) {
    throw new DeploymentRefused(
      `${preset} has no parameters of a vault.`,
      `Give one of ${names.join(", ")}, or a JSON5 file like those in deploy/presets.`,
    );
  }
  return parameters;
}

/**
 * The preset that a deployment uses: the one asked for, or `local` on a development chain.
 *
 * @throws DeploymentRefused on any other chain when none is named, for delays are for its deployer to choose
 */
export function choosePreset(asked: string | undefined, chainId: bigint): string {
  if (asked !== undefined) return asked;
  if (DEVELOPMENT_CHAINS.includes(chainId)) return "local";
  throw new DeploymentRefused(
    `Chain ${chainId} is no development chain, so no preset is assumed.`,
    "Name one: --preset mainnet has the real delays, --preset local the short ones.",
  );
}
