import { type Part, PARTS } from "../plugins/test-results/part.ts";
import type { Gate } from "./gate.ts";

/** Where the runners write what ran, for the gates that read it. */
export const RESULTS_DIRECTORY = "cache/test-results";

const check = (name: string): string[] => ["node", "scripts/check.ts", name];

/** Every gate, the long ones first. `filter` goes to both test runners (`--grep X`). */
export function plan(filter: string[]): Gate[] {
  // Tests that start Hardhat again must not rewrite types while the compiler reads them.
  const options = ["--no-typechain", "--test-results", RESULTS_DIRECTORY];
  const mocha = (part: Part, promise: string): Gate => ({
    name: part,
    promise,
    command: ["hardhat", ...options, "--test-part", part, "test", "mocha", "--no-compile", ...filter],
    after: ["build"],
    runsTests: true,
  });
  return [
    { name: "build", promise: "contracts compile", command: ["hardhat", "build"] },
    mocha("lower", "tests of rungs 1 to 4 pass"),
    mocha("journeys", "stories, deployments and tools do what they say"),
    mocha("vault", "tests of the vault pass"),
    mocha("attacks", "attacks on the vault and what others have found fail"),
    mocha("defi", "tests of pools, markets and leverage pass"),
    {
      name: "solidity",
      promise: "Solidity fuzz tests and invariants pass",
      command: ["hardhat", ...options, "test", "solidity", "--no-compile", ...filter],
      after: ["build"],
      runsTests: true,
    },
    {
      name: "compiled",
      promise: "solc warns of nothing, and what can be called has NatSpec",
      command: check("compiled"),
      after: ["build"],
    },
    { name: "types", promise: "TypeScript has no type error", command: ["tsc", "-p", "."], after: ["build"] },
    {
      name: "format",
      promise: "files are as prettier writes them",
      command: ["prettier", "--check", "--log-level", "warn", "--cache", "--cache-location", "cache/prettier", "."],
    },
    {
      name: "solhint",
      promise: "Solidity follows the house rules",
      command: ["solhint", "--disc", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol", "test/**/*.sol"],
    },
    {
      name: "biome",
      promise: "TypeScript follows the house rules",
      command: ["biome", "lint", "--error-on-warnings", "--diagnostic-level=warn"],
    },
    { name: "dead", promise: "nothing is written that nobody uses", command: ["knip", "--no-progress"] },
    { name: "rungs", promise: "a rung imports only lower rungs", command: check("rungs") },
    { name: "tests", promise: "every test asserts, and awaits what it asserts", command: check("tests") },
    { name: "links", promise: "links and the README's table lead somewhere", command: check("links") },
    { name: "gas", promise: "flows marked [gas] cost what the snapshot says", command: check("gas"), after: ["build"] },
    {
      name: "requirements",
      promise: "every requirement has a test that ran",
      command: check("requirements"),
      after: [...PARTS, "solidity"],
    },
  ];
}
