import type { Signed, Statement } from "../../../../model/4-avs/bridge/bridge.ts";
import { type AvsState, type Key, KEY_KIND } from "../../../../model/4-avs/state.ts";
import { keyOf } from "../../../../model/shared/machine.ts";
import { all, type Moment, type Verdict } from "../invariant.ts";

type Of = Moment<AvsState>;

/** What is signed counts by the present key alone, and as evidence by one that was replaced within the window. */
export function signaturesCount(moment: Of): Verdict {
  const { before, call } = moment;
  const { function: name, args } = call;
  if (name === "relay") return all((args[2] as readonly Signed[]).map((one) => byPresentKey(moment, one)));
  if (name === "store") return all((args[3] as readonly Signed[]).map((one) => byPresentKey(moment, one)));
  if (name === "report") {
    const [operator, , , signature] = args as [string, bigint, bigint, string];
    return byPresentKey(moment, { operator, signature });
  }
  if (name !== "witness" && name !== "proveEquivocation") return false;
  const [operator, height, ...statements] = args as [string, bigint, ...Statement[]];
  const recorded = before.recorded.get(keyOf(call.to ?? "", operator, String(height)));
  return all(statements.filter(({ root }) => root !== recorded).map((one) => byYoungKey(moment, operator, one)));
}

const keysOf = ({ before, call }: Of, operator: string): readonly Key[] =>
  before.keys.get(keyOf(call.to ?? "", operator)) ?? [];

/** Who signed, by the text that stands for the signature. */
const signerOf = (signature: string): string | undefined => /^signed by (0x[0-9a-f]{40}): /.exec(signature)?.[1];

function isBy({ before }: Of, { account, kind }: Key, signature: string): boolean {
  if (kind === KEY_KIND.ecdsa) return signerOf(signature) === account;
  const wallet = before.wallets.get(account);
  return wallet !== undefined && !wallet.denying && signerOf(signature) === wallet.owner;
}

/** There is something to hold it to where another key could have signed. */
function byPresentKey(moment: Of, { operator, signature }: Signed): Verdict {
  const keys = keysOf(moment, operator);
  const present = keys.at(-1);
  if (present === undefined || !isBy(moment, present, signature)) return `${operator} did not sign with its key`;
  return keys.length > 1;
}

function byYoungKey(moment: Of, operator: string, { keyIndex, signature }: Statement): Verdict {
  const key = keysOf(moment, operator)[Number(keyIndex)];
  if (key === undefined || !isBy(moment, key, signature)) return `${operator} did not sign`;
  const { before, block } = moment;
  const isOld = key.retiredAtBlock > 0n && block.number > key.retiredAtBlock + before.config.deallocationDelayBlocks;
  return isOld ? `key ${keyIndex} of ${operator} was replaced too long ago` : key.retiredAtBlock > 0n;
}
