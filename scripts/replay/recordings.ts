import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../test/3-restaking/recordings/", import.meta.url));

/** The recorded runs of the core that the repository keeps, by name. */
export const ownRecordings = (): string[] => recordingsIn(FOLDER);

/** What the real pod answered to proofs, fork by fork. */
export const ownPodProofs = (): string[] => recordingsIn(`${FOLDER}pods/`);

const recordingsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .sort()
    .map((name) => folder + name);
