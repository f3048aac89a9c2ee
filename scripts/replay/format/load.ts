import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Ajv, type ErrorObject } from "ajv";
import { checkPodProofs, isPodProofs, type PodProofs } from "../pod-proofs/file.ts";
import { castOf } from "./cast.ts";
import { RecordingError } from "./error.ts";
import { RECORDING_SCHEMA } from "./schema.ts";
import type { Recording } from "./types.ts";

const validate = new Ajv({ discriminator: true, strict: false }).compile<Recording>(RECORDING_SCHEMA);

/**
 * Reads a recording from a `.json` or gzipped `.json.gz` file.
 * @throws RecordingError that names the file, the place in it, and what is wrong there.
 */
export function loadRecording(file: string): Recording {
  return naming(file, () => checkRecording(parsed(file)));
}

/**
 * Reads a file of either kind: a run of the core, or what a pod answered to proofs.
 * @throws RecordingError that names the file, the place in it, and what is wrong there.
 */
export function loadAny(file: string): Recording | PodProofs {
  return naming(file, () => {
    const data = parsed(file);
    return isPodProofs(data) ? checkPodProofs(data) : checkRecording(data);
  });
}

function parsed(file: string): unknown {
  const bytes = readFileSync(file);
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return JSON.parse((gzipped ? gunzipSync(bytes) : bytes).toString("utf8"));
}

function naming<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RecordingError(`${file}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file; name a recording, .json or .json.gz";
  if (code === "EISDIR") return "that is a folder; name the recordings in it";
  if (error instanceof SyntaxError) return `is no JSON (${message}); name a recording, .json or .json.gz`;
  return message;
}

/**
 * Parses and checks the text of a recording.
 * @throws RecordingError, SyntaxError
 */
export function parseRecording(text: string): Recording {
  return checkRecording(JSON.parse(text));
}

function checkRecording(data: unknown): Recording {
  if (!validate(data)) throw new RecordingError(explain(validate.errors?.[0], data));
  const { startBlock, minWithdrawalDelayBlocks } = data.config;
  if (BigInt(startBlock) <= BigInt(minWithdrawalDelayBlocks))
    throw new RecordingError(
      `$.config.startBlock: ${startBlock} has to exceed minWithdrawalDelayBlocks ${minWithdrawalDelayBlocks}`,
    );
  castOf(data);
  return data;
}

/** One schema error as a sentence: where, what was found, what is known. */
function explain(error: ErrorObject | undefined, data: unknown): string {
  if (error === undefined) return "not a recording";
  const { keyword, params, message } = error;
  const at = place(error.instancePath);
  if (keyword === "additionalProperties") return `${at}: unknown key "${params.additionalProperty}"`;
  if (keyword === "required") return `${at}: missing key "${params.missingProperty}"`;
  if (keyword === "discriminator") return `${at}.action: unknown action ${JSON.stringify(params.tagValue)}`;
  const found = JSON.stringify(valueAt(data, error.instancePath))?.slice(0, 80);
  if (error.instancePath === "/schemaVersion") return `${at}: version ${found}, known is 1`;
  return `${at}: ${found} ${message}${keyword === "const" ? ` ${JSON.stringify(params.allowedValue)}` : ""}`;
}

const keysOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

const place = (pointer: string): string =>
  keysOf(pointer).reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`), "$");

const valueAt = (data: unknown, pointer: string): unknown =>
  keysOf(pointer).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], data);
