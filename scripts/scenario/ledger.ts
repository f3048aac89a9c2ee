import { balanceOf } from "../lib/ladder/balances.ts";
import { CONTRACTS } from "../lib/ladder/contracts.ts";
import type { Entry } from "../lib/ladder/chronicle.ts";
import type { Actor } from "./cursor.ts";
import type { LedgerLine, Sum } from "./playback.ts";
import type { Token } from "./units.ts";
import type { World } from "./world.ts";

function sum(wei: bigint, token: Token): Sum[] {
  return wei === 0n ? [] : [{ token, wei }];
}

function total(entries: readonly Entry[], pick: (entry: Entry) => bigint | undefined): bigint {
  return entries.reduce((all, entry) => all + (pick(entry) ?? 0n), 0n);
}

function value(entry: Entry, name: string): unknown {
  return entry.args.find((arg) => arg.name === name)?.value;
}

/** What an event says that an account was paid, in wei. */
function paidBy(entry: Entry, account: string): bigint | undefined {
  if (entry.contract === CONTRACTS.exitQueue.abi && entry.name === "Claimed" && value(entry, "recipient") === account)
    return value(entry, "assets") as bigint;
  if (entry.name === "ExitedInstantly" && value(entry, "receiver") === account) return value(entry, "paid") as bigint;
  return undefined;
}

/** Who put what into the vault and took what out of it, from its events, and what each still holds of it. */
export async function ledgerOf(
  world: World,
  actors: readonly Actor[],
  entries: readonly Entry[],
): Promise<LedgerLine[]> {
  const { contracts, addresses } = world.ladder;
  const lines: LedgerLine[] = [];
  for (const { name, role, about } of actors.filter((actor) => actor.role === "holder")) {
    const account = world.signer(name).address;
    const deposits = entries.filter((entry) => entry.name === "Deposited" && value(entry, "receiver") === account);
    const isLst = (entry: Entry): boolean => value(entry, "asset") === addresses.wstETH;
    const inEth = total(deposits, (entry) => (isLst(entry) ? 0n : (value(entry, "amount") as bigint)));
    const inLst = total(deposits, (entry) => (isLst(entry) ? (value(entry, "amount") as bigint) : 0n));
    const worthIn = total(
      deposits,
      (entry) => (value(entry, "recognised") as bigint) + (value(entry, "undripped") as bigint),
    );
    const out = total(entries, (entry) => paidBy(entry, account));
    const shares = await balanceOf(world.ladder, account, "LRT");
    lines.push({
      actor: name,
      role,
      about,
      putIn: [...sum(inEth, "ETH"), ...sum(inLst, "wstETH")],
      tookOut: sum(out, "ETH"),
      holds: sum(shares, "LRT"),
      resultWei: out + (await contracts.vault.toAssetsDown(shares)) - worthIn,
    });
  }
  return lines;
}
