import { formatAmount } from "./format.ts";
import type { LedgerLine, Playback, Sum } from "./playback.ts";

/** Less than a millionth of an ETH is what floors leave, and no gain or loss of anybody. */
const DUST_WEI = 10n ** 12n;

const isDust = (wei: bigint): boolean => wei < DUST_WEI && wei > -DUST_WEI;

/** An amount of ETH; a hyphen for none, dust included. */
const eth = (wei: bigint): string => (isDust(wei) ? "-" : formatAmount(wei, "ETH"));

const signed = (wei: bigint): string => (isDust(wei) ? "0 ETH" : `${wei > 0n ? "+" : ""}${formatAmount(wei, "ETH")}`);

/** Amounts in their own tokens, and what they are worth where that is not plain. */
function sums(list: readonly Sum[], worthWei: bigint): string {
  if (list.length === 0) return "-";
  const amounts = list.map(({ wei, token }, index) => {
    if (index === 0) return formatAmount(wei, token);
    return wei < 0n ? ` - ${formatAmount(-wei, token)}` : ` + ${formatAmount(wei, token)}`;
  });
  return list.every(({ token }) => token.startsWith("ETH"))
    ? amounts.join("")
    : `${amounts.join("")} (${eth(worthWei)})`;
}

/** A column of the table of results: its title, and what it says of a line. */
interface Column {
  readonly title: string;
  cell(line: LedgerLine): string;
}

const ALWAYS: ReadonlySet<string> = new Set(["put in", "took out", "holds", "result"]);

const COLUMNS: readonly Column[] = [
  { title: "put in", cell: ({ putIn, worthInWei }) => sums(putIn, worthInWei) },
  { title: "took out", cell: ({ tookOut }) => sums(tookOut, 0n) },
  { title: "waiting", cell: ({ waitingWei }) => eth(waitingWei) },
  { title: "claimable", cell: ({ claimableWei }) => eth(claimableWei) },
  { title: "holds", cell: ({ holds, holdsWei }) => sums(holds, holdsWei) },
  { title: "else", cell: ({ otherWei }) => (isDust(otherWei) ? "-" : signed(otherWei)) },
  { title: "result", cell: ({ resultWei }) => signed(resultWei) },
];

/** The columns of a table of results; those in which nothing stands are left out. */
export function ledgerColumns(lines: readonly LedgerLine[]): readonly Column[] {
  return COLUMNS.filter(({ title, cell }) => ALWAYS.has(title) || lines.some((line) => cell(line) !== "-"));
}

/** Where results came from and went: all of them, everything else that changed by more than dust, and the sum of all. */
export function restRows({ ledger, rest }: Pick<Playback, "ledger" | "rest">): readonly (readonly [string, string])[] {
  const resultsWei = ledger.reduce((sum, { resultWei }) => sum + resultWei, 0n);
  const allWei = rest.reduce((sum, { wei }) => sum + wei, resultsWei);
  const moved = rest.filter(({ wei }) => !isDust(wei));
  return [
    ["all results above", signed(resultsWei)],
    ...moved.map(({ about, wei }) => [about, signed(wei)] as const),
    ["together", allWei === 0n ? "0 ETH" : `${allWei} wei, which should be none`],
  ];
}
