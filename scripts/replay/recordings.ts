import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../test/3-restaking/recordings/", import.meta.url));

/** The recordings that the repository keeps, by name. */
export const ownRecordings = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .sort()
    .map((name) => FOLDER + name);
