import { type Limit, mostQueued } from "./limits.ts";
import type { Cost, Costs } from "./measure.ts";

/** What has to fit into a limit, of the core: in words, and what it costs there. */
interface Burden {
  readonly what: string;
  readonly of: (costs: Costs) => Cost;
}

const plus = (...costs: readonly Cost[]): Cost => ({
  ours: costs.reduce((sum, { ours }) => sum + ours, 0n),
  real: costs.reduce((sum, { real }) => sum + real, 0n),
});

const POSITION: Burden = {
  what: `a delegator's worth: native ETH and three tokens, and ${mostQueued()} queued withdrawals, as many as a slot may have`,
  of: ({ position, queue }) => plus(position, queue),
};
const RATE: Burden = { what: "the rate of a strategy, before the LST is asked for its own", of: ({ rate }) => rate };
const SETS: Burden = { what: "an operator's sets, 8 of them, as many as a slot may have", of: ({ sets8 }) => sets8 };

/** What the core has to answer within each limit; the others hold calls that do not go there. */
const BURDENS: Readonly<Record<string, Burden>> = {
  "ComponentReads.READ_GAS": POSITION,
  "BoundedReads.READ_GAS": POSITION,
  "DoubtfulParts.PART_GAS": RATE,
  "Allocations.RATE_GAS": RATE,
  "OperatorRules.SETS_GAS": SETS,
  "VaultExposure.SLOT_GAS": {
    what: "a slot's stake and the sets that can slash it: shares, queue, 8 sets and their allocations",
    of: ({ position, queue, sets8, allocations8 }) => plus(position, queue, sets8, allocations8),
  },
};

/** Calls to contracts of strangers or of services: what fits is theirs to see to. */
const NOT_THE_CORE: Readonly<Record<string, string>> = {
  "ExitQueue.RECEIVER_GAS": "what a receiver of a payment may do",
  "ExitQueue.CLAIM_GAS": "one claim of many",
  "ExcessivelySafeCall.CALL_GAS": "one answer of a contract that nobody vouches for",
  "SlashingGuard.SERVICE_GAS": "a slasher's list of announcements",
  "SlasherBase.MAX_OBSERVER_GAS": "what an observer of slashes may do",
};

/** Names of limits that the page knows nothing about. */
export const unknownLimits = (limits: readonly Limit[]): string[] =>
  limits.map(({ name }) => name).filter((name) => !(name in BURDENS) && !(name in NOT_THE_CORE));

/** docs/gas-limits.md, from the limits in the sources and what was measured. */
export function gasLimitsPage(limits: readonly Limit[], costs: Costs): string {
  const rows = limits.flatMap(({ name, gas }) => {
    const burden = BURDENS[name];
    if (burden === undefined) return [];
    const { ours, real } = burden.of(costs);
    const factor = (Number(gas) / Number(real)).toFixed(1);
    return [`| \`${name}\` | ${number(gas)} | ${burden.what} | ${number(ours)} | ${number(real)} | ${factor} |`];
  });
  const others = limits.flatMap(({ name, gas }) => {
    const what = NOT_THE_CORE[name];
    return what === undefined ? [] : [`| \`${name}\` | ${number(gas)} | ${what} |`];
  });
  const reads = Object.entries(READ_NAMES).map(([read, what]) => {
    const { ours, real } = costs[read as keyof Costs];
    return `| ${what} | ${number(ours)} | ${number(real)} |`;
  });
  return `# Limits in gas

Some calls get so much gas and no more, so that whoever is called cannot take all of it, and nobody can make a read fail by sending little. Such a limit has to hold what the core costs on the deployed protocol, not only here: behind its proxies a read costs up to three times as much. The last column is how often the core's part at its prices fits into the limit; what the contract does itself comes on top.

| limit | gas | what the core has to answer within it | here | on the real core | factor |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

Calls that do not go to the core:

| limit | gas | for |
| --- | --- | --- |
${others.join("\n")}

## What reading costs

In a transaction that has touched nothing yet, without the 21,000 of the transaction itself. The real core's figures are those of \`RealPrices\` (\`contracts/testing/restaking\`), which never charges less than was measured on v1.12.0 behind its proxies.

| read | here | on the real core |
| --- | --- | --- |
${reads.join("\n")}

Written by \`npx node scripts/gas-limits/write-page.ts\`; a test compares.
`;
}

const READ_NAMES: Readonly<Record<keyof Costs, string>> = {
  rate: "the rate of a strategy",
  position: "withdrawable shares of native ETH and three tokens, and the tokens' rates",
  queue: `${mostQueued()} queued withdrawals`,
  sets8: "8 sets of an operator",
  sets40: "40 sets of an operator",
  allocations8: "an operator's allocations of a strategy to 8 sets",
};

/** Rounded to hundreds: a byte of code elsewhere moves the rest. */
const number = (gas: bigint): string => (((gas + 50n) / 100n) * 100n).toLocaleString("en");
