import type { TestRecord } from "../plugins/test-results/record.ts";
import type { Ended } from "./copy.ts";

/** How a finding's test took its flaw. */
export type Verdict =
  /** Red, for an assertion or a revert: what it said. */
  | { readonly is: "red"; readonly by: string }
  /** The flaw is there and the test does not see it. */
  | { readonly is: "green" }
  /** It could not be tried, or failed for a reason that proves nothing. */
  | { readonly is: "broken"; readonly by: string };

/** An assertion that failed or a call that was reverted, here or in a cause. */
const RIGHT_REASON = /AssertionError|\brevert(?:ed|s)?\b|VM Exception|ran out of gas|VLT-\d\d: /i;
/** A flaw must not break the ground on which the test stands, nor be too large for a chain. */
const WRONG_PLACE =
  /code is too large|\bloadFixture\b|hardhat-ignition|ReferenceError|SyntaxError|TypeError|ERR_MODULE/;

/**
 * Judges one run from what mocha wrote: exactly the one test must have run, and failed by itself.
 *
 * @param id the finding whose test was asked for.
 * @param records what ran; undefined when it came to no test, as after an error of the compiler.
 */
export function judge(id: string, records: TestRecord[] | undefined, { stdout, stderr }: Ended): Verdict {
  if (records === undefined) return { is: "broken", by: `no test ran:\n${lastLines(stdout + stderr)}` };
  const names = new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
  const mine = records.filter(({ title }) => names.test(title));
  const [test] = mine;
  if (test === undefined || mine.length > 1)
    return { is: "broken", by: `${mine.length} tests ran that name ${id}, it has to be one` };
  if (test.state === "passed") return { is: "green" };
  const { message = "", stack = "" } = test.error ?? {};
  if (/"(?:before|after)/.test(test.title) || WRONG_PLACE.test(stack))
    return { is: "broken", by: `failed before it could assert: ${firstLine(message)}` };
  if (!RIGHT_REASON.test(stack)) return { is: "broken", by: `no assertion and no revert: ${firstLine(message)}` };
  return { is: "red", by: shortReason(message, stack) };
}

const firstLine = (message: string): string => message.split("\n")[0] ?? "";

const lastLines = (output: string): string => output.trimEnd().split("\n").slice(-30).join("\n");

/** fast-check's own message counts runs; what failed is its cause. */
function shortReason(message: string, stack: string): string {
  const [, cause] = /^Caused by: (.*)$/m.exec(stack) ?? [];
  return (cause ?? firstLine(message)).slice(0, 160);
}
