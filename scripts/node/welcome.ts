import { CAST } from "../lib/ladder/cast.ts";
import { CONTRACTS, type ContractName } from "../lib/ladder/contracts.ts";
import type { Served } from "./serve.ts";
import { textTable } from "../lib/text-table.ts";
import { formatAmount } from "../scenario/format.ts";

const ROLES: Readonly<Record<(typeof CAST)[number], string>> = {
  admin: "deployed the ladder and governs it, after a delay",
  guardian: "can stop deposits and exits for a while",
  keeper: "registers validator keys and does what anyone may do",
  alice: "a holder",
  bob: "a holder",
  carol: "a holder",
  north: "an operator, half of whose stake stands behind the bridge",
  south: "an operator, half of whose stake stands behind the bridge",
  wendy: "anybody",
};

/** Where tasks look for a node when nothing else is said. */
const USUAL_URL = "http://127.0.0.1:8545";

/** A tour of the ladder, in commands: in, to work, out, and a slash that takes something. */
const TRIES = [
  'deposit --from alice --amount "100 ETH"',
  "keepers",
  'advance "7 days"',
  "keepers",
  "status",
  'request --from alice --amount "40 LRT"',
  "settle",
  "slash --operator south",
  'advance "2 days"',
  "keepers",
  "claim --from alice",
] as const;

/** What to tell whoever has started a node. @param state the file that keeps it */
export async function welcome({ url, ladder }: Served, state?: string): Promise<string> {
  const accounts = await ladder.ethers.getSigners();
  const people: string[][] = [];
  for (const [index, name] of CAST.entries()) {
    const { address } = accounts[index]!;
    const balance = formatAmount(await ladder.ethers.provider.getBalance(address), "ETH", 0);
    people.push([name, address, balance, ROLES[name]]);
  }
  const contracts = (Object.keys(CONTRACTS) as ContractName[]).map((name) => [
    CONTRACTS[name].abi,
    ladder.addresses[name],
  ]);
  const isUsual = url === USUAL_URL;
  const tries = TRIES.map((command) => `  npx hardhat ${command}`);
  return [
    `The ladder is served at ${url}`,
    "",
    "Accounts (Hardhat's well-known test keys: never send them anything of value)",
    ...textTable(people, { right: [2], indent: "  " }),
    "",
    "Contracts",
    ...textTable(contracts, { indent: "  " }),
    "",
    "Try, in another terminal",
    // said once, for a port of its own
    ...(isUsual ? [] : [`  export LADDER_LOCALHOST_URL=${url}`]),
    ...tries,
    "",
    ...(state === undefined ? [] : [`What happens is kept in ${state}.`, ""]),
    "Ctrl-C stops it.",
    "",
  ].join("\n");
}
