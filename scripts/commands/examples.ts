/** Command lines of each task that a reader can copy, without `npx hardhat TASK`. A test reads each as the task would. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  advance: ['"7 days"', '"100 blocks"'],
  "bench-gas": ["", "--growth"],
  checklist: ["", '--from bob --amount "5 LRT" --json'],
  claim: ["--from alice"],
  "coverage-report": [""],
  deploy: ["--network localhost", "--network rpc --preset mainnet"],
  deposit: [
    '--from alice --amount "100 ETH"',
    '--from bob --amount "5 wstETH"',
    '--from carol --amount "5 ETH" --facade',
  ],
  keepers: [""],
  position: ["--who alice", "--who bob --json"],
  record: ["--core core.json5 --seed 7 --steps 150 --out walk.json.gz"],
  replay: ["", "walk.json.gz --first"],
  request: ['--from alice --amount "40 LRT"'],
  rewards: ["--coordinator 0xYourRewardsCoordinator --out claims.json"],
  settle: [""],
  slash: ["--operator south"],
  "slash-sandbox": ["--operators 3 --sizes 10,50 --faults 1@1,2@2", "--validators 1 --faults 1@1+2@beacon"],
  status: ["", "--json"],
};
