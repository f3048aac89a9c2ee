import { EXIT } from "../lib/refused.ts";

/** A command that is run in a fresh clone before any other. */
export interface First {
  /** The command line, as the documents have it. */
  readonly line: string;
  /** What has to be in what it prints, to know that it did its work and not another. */
  readonly says: RegExp;
  /** 0 when left out. */
  readonly code?: number;
  /** Needs neither contracts nor types: it is tried where nothing is built, by the sample too. */
  readonly bare?: true;
  /** Takes some seconds where contracts are compiled: the sample of `npm test` draws from these. */
  readonly cheap?: true;
  /** It serves until it is stopped, as soon as it has said so. */
  readonly serves?: true;
  /** Needs the registry, or most of an hour: only when it is named. */
  readonly long?: true;
}

const ANY = /^/;
const NO_NODE = {
  says: /Nothing answers at .* Start a node with `npm run node`/,
  code: EXIT.refused,
  cheap: true,
} as const;

/** Every npm script, task and documented program; a test finds those that are missing. */
export const FIRST: readonly First[] = [
  { line: "npm run attack -- --list", says: /share-inflation/, bare: true, cheap: true },
  { line: "npm run attack -- share-inflation", says: /The exploit is contracts\/attacks/ },
  { line: "npm run bench:gas", says: /vault\.sync/ },
  { line: "npm run bench:gas -- --json", says: /"gas"/ },
  { line: "npm run bench:gas -- --growth", says: /operators/, long: true },
  { line: "npm run bench:model -- --steps 100", says: /times as fast/ },
  { line: "npm run bench:proofs -- --state 2000 --pod 10", says: /proofs/i },
  { line: "npm run build", says: /[Cc]ompile/, cheap: true },
  { line: "npm run checklist", ...NO_NODE },
  { line: "npm run compare:beacon -- --list", says: /slashings/, bare: true, cheap: true },
  { line: "npm run compare:beacon -- --only deposits", says: /deposits/, long: true },
  { line: "npm run coverage", says: /lines/, long: true },
  { line: "npm run demo -- --list", says: /climb-the-ladder/, bare: true, cheap: true },
  { line: "npm run demo -- --story bank-run", says: /Everybody is paid/ },
  { line: "npm run deploy", says: /The ladder stands on chain/ },
  { line: "npm run findings:page", says: ANY, bare: true, cheap: true },
  {
    line: "npm run findings:prove -- --only nope",
    says: /no stored flaw/,
    code: EXIT.refused,
    bare: true,
    cheap: true,
  },
  { line: "npm run findings:prove", says: /proven/, long: true },
  { line: "npm run format -- README.md", says: ANY, bare: true, cheap: true },
  { line: "npm run gas -- test/2-liquid-staking/token.test.ts", says: /passing/ },
  { line: "npm run gas:snapshot", says: ANY },
  { line: "npm run leverage", says: /largest loss at once/, bare: true, cheap: true },
  { line: "npm run mutate -- --shard 2/1", says: /--shard takes i\/n/, code: EXIT.refused, bare: true, cheap: true },
  { line: "npm run mutate -- --rung 2", says: /that are not equivalent die/, long: true },
  { line: "npm run node -- --port 0", says: /The ladder is served at/, serves: true },
  { line: "npm run replay", says: /, 0 differences/ },
  { line: "npm run replay -- --model", says: /, 0 differences/, cheap: true },
  {
    line: `npm run rewards -- --coordinator 0x${"1".repeat(40)}`,
    says: /no chain answers there/,
    code: EXIT.refused,
    cheap: true,
  },
  { line: "npm test -- --gate rungs", says: /0 failed$/m, bare: true, cheap: true },
  { line: "npm test -- --gate types", says: /0 failed$/m },
  { line: "npm test -- --grep TLS-01", says: /[1-9]\d* passed, 0 failed$/m },
  { line: "npm test", says: /[1-9]\d* passed, 0 failed$/m, long: true },
  {
    line: "npm run test:deep -- --shard 2/1",
    says: /--shard takes i\/n/,
    code: EXIT.refused,
    bare: true,
    cheap: true,
  },
  { line: "npm run test:deep -- --minutes 1", says: /side by side/, long: true },
  { line: "npm run test:first -- --list", says: /npm run build/, bare: true, cheap: true },
  { line: "npm run test:setup -- --rounds 0", says: /set-up heals/, long: true },
  { line: "npx hardhat advance", ...NO_NODE },
  { line: "npx hardhat bench-gas", says: /vault\.sync/ },
  { line: "npx hardhat checklist --from alice", ...NO_NODE },
  { line: "npx hardhat claim --from alice", ...NO_NODE },
  { line: "npx hardhat coverage-report", says: ANY },
  { line: "npx hardhat deploy", says: /The ladder stands on chain/ },
  { line: "npx hardhat deposit --from alice", ...NO_NODE },
  { line: "npx hardhat keepers", ...NO_NODE },
  { line: "npx hardhat position --who alice", ...NO_NODE },
  { line: "npx hardhat prove --pod 0 --kind checkpoint", ...NO_NODE },
  { line: "npx hardhat record", says: /there is no file .*core\.json5/, code: EXIT.refused, cheap: true },
  { line: "npx hardhat replay", says: /, 0 differences/ },
  { line: "npx hardhat request --from alice", ...NO_NODE },
  {
    line: `npx hardhat rewards --coordinator 0x${"1".repeat(40)}`,
    says: /no chain answers/,
    code: EXIT.refused,
    cheap: true,
  },
  { line: "npx hardhat settle", ...NO_NODE },
  { line: "npx hardhat slash --operator south", ...NO_NODE },
  { line: "npx hardhat slash-sandbox", says: /LRT/ },
  { line: "npx hardhat status", ...NO_NODE },
  { line: "npx hardhat test mocha test/5-lrt/gas.test.ts", says: /passing/ },
  { line: "npx hardhat test solidity", says: /passing/, long: true },
  { line: "npx node scripts/attacks/write-page.ts", says: ANY },
  { line: "npx node scripts/commands/write-page.ts", says: ANY, bare: true, cheap: true },
  { line: "npx node scripts/decisions/write-index.ts", says: ANY, bare: true, cheap: true },
  { line: "npx node scripts/demo/write-readme.ts climb-the-ladder", says: ANY },
  { line: "npx node scripts/deploy/write-parameters.ts", says: ANY, bare: true, cheap: true },
  { line: "npx node scripts/edges/write-page.ts", says: ANY },
  { line: "npx node scripts/gas-limits/write-page.ts", says: ANY },
  { line: "npx node scripts/mutate/write-page.ts", says: ANY, bare: true, cheap: true },
  { line: "npx node scripts/pricing/write-page.ts", says: ANY },
  { line: "npx node scripts/sandbox/write-page.ts", says: ANY },
  { line: "npx node scripts/scenario/write-schema.ts", says: ANY, bare: true, cheap: true },
  { line: "npx node scripts/scenario/write-steps.ts", says: ANY, bare: true, cheap: true },
];

/** What stands for a command line among all: `npm run demo`, `npx hardhat status`, `npx node scripts/x.ts`. */
export function programOf(line: string): string {
  const [first = "", second = "", third = ""] = line.trim().split(/\s+/);
  return first === "npm" && second !== "run" ? `${first} ${second}` : `${first} ${second} ${third}`.trim();
}

const SAMPLE = 3;

const MS_PER_DAY = 86_400_000;

/** Days since 1970, by which samples go round: `LADDER_FIRST_DAY=N` plays those of another day again. */
export const dayOfSamples = (): number => Number(process.env.LADDER_FIRST_DAY ?? Math.floor(Date.now() / MS_PER_DAY));

/** The three cheap ones of a day: all have had their turn when the days have gone round. */
export function sampleOf(day: number): First[] {
  const cheap = FIRST.filter((one) => one.cheap === true);
  return Array.from({ length: SAMPLE }, (_, index) => cheap[(day * SAMPLE + index) % cheap.length]!);
}
