import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { ownRecordings } from "../../../scripts/replay/recordings.ts";

/** A recording that a test may bend in any way. */
// biome-ignore lint/suspicious/noExplicitAny: broken recordings are what the tests are about
export type Loose = any;

/** A fresh copy of the own recording whose name begins with `prefix_`. */
export function recordingNamed(prefix: string): Loose {
  const file = ownRecordings().find((path) => basename(path).startsWith(`${prefix}_`));
  if (file === undefined) throw new Error(`no recording is called ${prefix}_…`);
  return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
}
