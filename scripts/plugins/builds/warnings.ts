import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A message of the compiler, as far as it is read here. */
export interface Said {
  readonly severity: string;
  readonly message: string;
  readonly formattedMessage?: string;
  readonly sourceLocation?: { readonly file: string };
}

/** What the compiler calls the files of this project. */
const PROJECT = "project/";
const FOR_TESTS = /^contracts\/(?:attacks|testing)\//;

/** The project's own file that a message is about, from the root; nothing for a library's. */
export function ownFile({ sourceLocation }: Said): string | undefined {
  return sourceLocation?.file.startsWith(PROJECT) === true ? sourceLocation.file.slice(PROJECT.length) : undefined;
}

/** Contracts for tests may be as large as they like, and explain themselves by their test. */
export function isForDeployment(file: string): boolean {
  return file.startsWith("contracts/") && !FOR_TESTS.test(file);
}

/** Whether a message is a warning about code of ours, which is an error: its size counts only where it is deployed. */
export function isRefused(said: Said): boolean {
  const file = ownFile(said);
  if (said.severity !== "warning" || file === undefined) return false;
  return isForDeployment(file) || !/exceeds \d+ bytes/.test(said.message);
}

/** Keeps what the compiler says of libraries, and of the size of contracts for tests, in one file instead of on screen. */
export function keepWarnings(folder: string, said: readonly Said[]): void {
  mkdirSync(folder, { recursive: true });
  const texts = said.map(({ formattedMessage, message }) => (formattedMessage ?? message).trimEnd());
  writeFileSync(path.join(folder, "compiler-warnings.txt"), `${[...new Set(texts)].join("\n\n")}\n`);
}
