import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { answersPage, type Tried, writeAnswers } from "../../scripts/first/answers-page.ts";
import { dayOfSamples } from "../../scripts/first/commands.ts";
import { TASKS } from "../../scripts/tasks/all.ts";

const root = path.resolve(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
const NODE = process.execPath;
/** Each command is fed a third of what there is for it, another one each day; `LADDER_BAD_INPUT=all` feeds it all. */
const DAYS = 3;
const day = dayOfSamples();
/** No node is there: nothing that is refused may wait for one. */
const NOWHERE = "http://127.0.0.1:1";

/** A bad command line, and what has to be said of it. */
type Bad = readonly [args: readonly string[], says: RegExp];

const misspelled = (option: string, near: string): Bad => [
  [option],
  new RegExp(`There is no option ${option}: did you mean \`${near}\``),
];
const nothingTaken: readonly Bad[] = [
  [["--nope"], /There is no option --nope/],
  [["stray"], /"stray" (is too much|belongs to no option)/],
  [["-1"], /negative/],
];
const story = (name: string): Bad[0] => ["--story", name];
const AMOUNTS = (least: string): readonly Bad[] => [
  [["--amount", `-5 ${least}`], /--amount cannot be "-5 \w+". It takes: how much, such as/],
  [["--amount", "5"], /"5" is no amount of/],
  [["--amount", `0 ${least}`], /is no amount of/],
  [["--from", "alise"], /Nobody is called "alise": did you mean `alice`/],
  [["--from"], /--from needs a value/],
  [["10", least], /is too much: .* stands in quotes/],
];

/** What each npm script is fed; a word per kind of value that it takes, at least three. */
const OF_SCRIPTS: Readonly<Record<string, readonly Bad[]>> = {
  attack: [
    misspelled("--sovle", "--solve"),
    [["share-inflatoin"], /There is no attack "share-inflatoin": did you mean `share-inflation`/],
    [["--solve", "nope"], /There is no attack "nope": choose one of/],
    [["--solve"], /--solve takes the name of an attack/],
    [["stale-rate", "queue-spam"], /One attack at a time/],
    [["-1"], /negative/],
  ],
  "bench:gas": [misspelled("--grwoth", "--growth"), ...nothingTaken],
  "bench:proofs": [
    misspelled("--stat", "--state"),
    [["--state", "-5"], /--state takes a whole number from 2000 to 10000000, not "-5"/],
    [["--pod", "0"], /--pod takes a whole number from 1 to 1000000, not "0"/],
    [["--fork", "deneb"], /--fork takes electra or gloas, not "deneb"/],
    [["--state"], /--state needs a value: validators of the state/],
    [["-1"], /negative/],
  ],
  build: [misspelled("--forse", "--force"), [["nosuch.sol"], /There is no file nosuch.sol/], [["-1"], /negative/]],
  "compare:beacon": [
    misspelled("--lst", "--list"),
    [["--only", "nope"], /There is no comparison nope: choose one of/],
    [["--only"], /--only needs a value: one of/],
    [["-1"], /negative/],
  ],
  checklist: [...AMOUNTS("LRT"), [["--from", "nobody"], /Nobody is called "nobody"/], [[], /Nothing answers/]],
  coverage: nothingTaken.map(([args]) => [args, /no option|negative/] as const),
  demo: [
    misspelled("--sed", "--seed"),
    [["--seed", "-3"], /--seed takes a whole number from 0 up to 20 digits, not "-3"/],
    [["--seed", "1e3"], /not "1e3"/],
    [["--story"], /--story needs a value: a name from --list, or a file/],
    [story("climb"), /There is no story "climb": did you mean `climb-the-ladder`/],
    [story("nosuch.yaml"), /There is no file nosuch.yaml/],
    [story("empty.yaml"), /empty.yaml:1:1 {2}the file is empty/],
    [story("binary.yaml"), /binary.yaml:1:1 {2}the file is no text/],
    [story("list.yaml"), /a list stands where keys should/],
    [story("slip.yaml"), /slip.yaml:4:2 {2}the line is indented by 1/],
    [story("folder.yaml"), /folder.yaml is a folder/],
    [["--report", "/dev/null/report.html"], /--report cannot be "\/dev\/null\/report.html"/],
    [["--json", "--step"], /leave one out/],
    [["bank-run"], /For a story write --story bank-run/],
  ],
  deploy: [
    [["--preset", "locl"], /There is no preset "locl"/],
    [["--preset", "list.yaml"], /There is no preset "list.yaml"|list.yaml has no parameters of a vault/],
    [["--preset", path.join(root, "package.json")], /package.json has no parameters of a vault/],
    [["--rule", "free"], /There is no pricing rule "free"/],
    [["--core", "nosuch.json5"], /nosuch.json5/],
    [["--generation", "-1"], /--generation takes a whole number, not "-1"/],
    [["--generation", "0"], /There is no generation 0/],
    [["--network", "main"], /There is no network "main"/],
    [["--network", "rpc"], /LADDER_RPC_URL, which is not set/],
  ],
  "findings:page": nothingTaken.map(([args]) => [args, /no option|negative/] as const),
  "findings:prove": [
    misspelled("--olny", "--only"),
    [["--only"], /needs a value/],
    [["--only", "nope"], /no stored flaw/],
  ],
  format: [
    [["--nope"], /There is no option --nope/],
    [["nosuch.ts"], /There is no file nosuch.ts/],
    [["-1"], /There is no option -1/],
  ],
  gas: [misspelled("--gerp", "--grep"), [["nosuch.test.ts"], /There is no file/], [["--grep"], /needs a value/]],
  "gas:snapshot": nothingTaken.map(([args]) => [args, /no option|negative/] as const),
  leverage: [
    misspelled("--ltlv", "--lltv"),
    [["--leverage", "-1"], /--leverage takes a whole number from 10000 to 1000000, not "-1"/],
    [["--oracle", "mine"], /--oracle takes one of/],
    [["--pool"], /--pool needs a value/],
  ],
  "bench:model": [
    misspelled("--stesp", "--steps"),
    [["--steps", "-1"], /--steps takes a whole number from 100 to 10000000, not "-1"/],
    [["--seed"], /--seed needs a value/],
  ],
  "test:deep": [
    misspelled("--sede", "--seed"),
    [["--minutes", "0"], /--minutes takes a whole number from 1 to 100000, not "0"/],
    [["--shard", "3/2"], /--shard takes i\/n with i from 1 to n, not "3\/2"/],
    [["--chunks", "0"], /--chunks takes a whole number from 1 to 1000000, not "0"/],
    [["--play", "nosuch.json"], /There is no file .*nosuch.json/],
  ],
  mutate: [
    misspelled("--sede", "--seed"),
    [["--rung", "7"], /--rung takes a whole number from 2 to 6, not "7"/],
    [["--shard", "3/2"], /--shard takes i\/n with i from 1 to n, not "3\/2"/],
    [["--sample", "0"], /--sample takes a whole number from 1 to 1000000, not "0"/],
    [["--seed"], /--seed needs a value/],
    [["--write", "--only", "Vault"], /--write publishes a whole sample/],
  ],
  node: [
    misspelled("--prot", "--port"),
    [["--port", "-1"], /--port takes a whole number from 0 to 65535, not "-1"/],
    [["--port", "high"], /not "high"/],
    [["--preset", "main"], /There is no preset "main": did you mean `mainnet`/],
    [["--state", "/proc/nope/state"], /--state cannot be "\/proc\/nope\/state"/],
  ],
  replay: [
    [["nosuch.json"], /nosuch.json: there is no such file/],
    [["empty.yaml"], /empty.yaml: is no JSON/],
    [["folder.yaml"], /folder.yaml: that is a folder/],
    misspelled("--frist", "--first"),
  ],
  rewards: [
    [[], /rewards need the address of the RewardsCoordinator/],
    [["--coordinator", "abc"], /"abc" is no address/],
    [["--coordinator", `0x${"1".repeat(40)}`, "--cadence", "0"], /"0" is not the length of a slice/],
    [["--coordinator", `0x${"1".repeat(40)}`, "--until", "-1"], /--until cannot be "-1"/],
    [["--coordinator", `0x${"1".repeat(40)}`, "--out", "nosuch/claims.json"], /there is no folder/],
    [["--coordinator", `0x${"1".repeat(40)}`], /no chain answers there/],
  ],
  test: [
    misspelled("--gerp", "--grep"),
    [["--gate", "tpyes"], /There is no gate "tpyes": did you mean `types`/],
    [["types"], /"types" belongs to no option/],
    [["--gate"], /--gate needs a value/],
  ],
  "test:first": [
    misspelled("--bulit", "--built"),
    [["--only", "nosuch"], /There is no command with "nosuch"/],
    [["--only"], /--only needs a value/],
    [["-1"], /negative/],
  ],
  "test:setup": [
    misspelled("--runds", "--rounds"),
    [["--rounds", "-1"], /--rounds takes a whole number/],
    [["--seed", "x"], /--seed takes a whole number/],
  ],
};

/** What each of our tasks is fed, but those that an npm script of the same name has been fed. */
const OF_TASKS: Readonly<Record<string, readonly Bad[]>> = {
  "bench-gas": [...nothingTaken, [["--write=now"], /"now" is too much/]],
  "coverage-report": nothingTaken,
  record: [
    [["--core", "nosuch.json5"], /there is no file .*nosuch.json5/],
    [["--steps", "many"], /--steps takes a whole number, not "many"/],
    [["--seed", "-1"], /--seed takes a whole number, not "-1"/],
    [["--url", "nowhere"], /--url is "nowhere"/],
    [["--out", "nosuch/walk.json"], /there is no folder .*nosuch/],
  ],
  position: [
    misspelled("--whom", "--who"),
    [["--who", "alcie"], /Nobody is called "alcie": did you mean `alice`/],
    [["--who"], /--who needs a value/],
    [[], /Nothing answers/],
  ],
  prove: [
    [[], /Which pod\? Say --pod with its address/],
    [["--pod", "x", "--kind", "stale"], /"x" is no pod: write an address/],
    [["--pod", "0", "--kind", "chekpoint"], /There is no kind "chekpoint" of proofs: did you mean `checkpoint`/],
    [["--pod", "0", "--kind", "stale", "--time", "soon"], /"soon" is no time/],
    [["--pod", "0", "--kind", "checkpoint", "--time", "5"], /leave --time out/],
    [["--pod", "0", "--out", "nosuch/calls.json"], /there is no folder .*nosuch/],
    [["--pod", "0", "--kind", "stale"], /Nothing answers/],
  ],
  "slash-sandbox": [
    [["--operators", "9"], /--operators is a whole number from 1 to 4, not "9"/],
    [["--sizes", "200"], /not "200"/],
    [["--faults", "9@9"], /9/],
    [["--penalty", "-1"], /--penalty cannot be "-1"/],
  ],
  status: [...nothingTaken, [[], /Nothing answers at http:\/\/127.0.0.1:1. Start a node/]],
  deposit: [...AMOUNTS("ETH"), [["--facade", "--accept-announced-loss"], /leave --facade out/]],
  request: AMOUNTS("LRT"),
  settle: [...nothingTaken, [[], /Nothing answers/]],
  claim: [
    [["--ticket", "abc"], /"abc" is no ticket: write its number/],
    [["--ticket", "-1"], /--ticket cannot be "-1"/],
    [["--ticket", "1", "--facade"], /leave --ticket out/],
    [["--from", "nobody"], /Nobody is called "nobody"/],
  ],
  slash: [
    [["--operator", "alice"], /alice does not secure the bridge/],
    [["--operator", "nroth"], /Nobody is called "nroth": did you mean `north`/],
    [["--operator"], /--operator needs a value/],
  ],
  advance: [
    [["100000000 days"], /"100000000 days" is too long: let at most 3650 days pass/],
    [["tomorrow"], /"tomorrow" is not a valid duration/],
    [["0 days"], /is not a valid duration/],
    [["-3 days"], /"-3 days" is negative/],
    [["7", "days"], /stands in quotes/],
  ],
  keepers: [...nothingTaken, [[], /Nothing answers/], [["--network", "default"], /leave --network out/]],
};

describe(`what each command says of bad input, LADDER_FIRST_DAY=${day}`, () => {
  let folder: string;
  const tried: Tried[] = [];
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "bad-input-"));
    writeFileSync(path.join(folder, "empty.yaml"), "");
    writeFileSync(path.join(folder, "binary.yaml"), Buffer.from([0, 1, 2, 255]));
    writeFileSync(path.join(folder, "list.yaml"), "- a\n");
    writeFileSync(path.join(folder, "slip.yaml"), "version: 1\ntitle: Slip\nseed: 7\n preset: local\n");
    mkdirSync(path.join(folder, "folder.yaml"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
    writeAnswers(root, "bad-input", "What commands say of bad input", tried);
  });

  async function run(command: readonly string[], args: readonly string[]): Promise<{ code: number; said: string }> {
    const { LADDER_RPC_URL: _url, ...environment } = process.env;
    const child = spawn(NODE, ["scripts/run.mjs", ...command, ...args], {
      cwd: root,
      // with CI, Hardhat shows stack traces of what it throws
      env: { CI: "1", ...environment, INIT_CWD: folder, LADDER_LOCALHOST_URL: NOWHERE },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += String(data)));
    const [code] = (await once(child, "close")) as [number];
    return { code, said };
  }

  /** Feeds a command what is bad: it must say so in words, exit with 2, and have begun nothing. */
  async function feed(command: readonly string[], bad: readonly Bad[]): Promise<void> {
    expect(bad.length).to.be.at.least(3);
    const fed = process.env.LADDER_BAD_INPUT === "all" ? bad : bad.filter((_, index) => (index + day) % DAYS === 0);
    for (let index = 0; index < fed.length; index += 2) {
      const two = fed.slice(index, index + 2);
      const runs = await Promise.all(two.map(([args]) => run(command, args)));
      for (const [number, { code, said }] of runs.entries()) {
        const [args, says] = two[number]!;
        const quoted = args.map((arg) => (/^[\w./:=-]+$/.test(arg) ? arg : JSON.stringify(arg)));
        tried.push({ line: [...command, ...quoted].join(" "), code, said });
        const what = `${command.join(" ")} ${args.join(" ")}\n${said}`;
        expect(said, what).to.match(says);
        expect(said, what).not.to.match(/\n\s+at |HHE\d|HardhatError|ERR_|bug in Hardhat|ambiguous|Compil|compil/);
        expect(code, what).to.equal(2);
      }
    }
  }

  const scripts = Object.keys(manifest.scripts).filter((name) => manifest.scripts[`pre${name}`] !== undefined);
  for (const name of scripts) {
    it(`TLS-24: npm run ${name}`, async () => {
      const [, , ...command] = manifest.scripts[name]!.split(" ");
      await feed(command, OF_SCRIPTS[name] ?? []);
    });
  }

  const tasks = TASKS.map(({ id }) => id[0]!).filter((name) => !scripts.includes(name));
  for (const name of tasks) {
    it(`TLS-24: npx hardhat ${name}`, async () => feed(["hardhat", name], OF_TASKS[name] ?? []));
  }

  it("TLS-71: what commands answered is a table: each line, its exit code, and the first line that it said", () => {
    const said = '\n> demo\n  There is no story | "x"\n    at nowhere\n';
    expect(
      answersPage("Answers", [{ line: "demo --story x", code: 2, said }])
        .split("\n")
        .slice(2),
    ).to.deep.equal([
      "| command | exit code | its first line |",
      "| --- | --- | --- |",
      '| `demo --story x` | 2 | There is no story \\| "x" |',
      "",
    ]);
  });

  it("TLS-24: a misspelled task is told which one was meant, and so is a URL that is none", async () => {
    await feed(
      ["hardhat"],
      [
        [["depositt"], /There is no task "depositt": did you mean `deposit`/],
        [["nosuch"], /There is no task "nosuch": `npx hardhat --help` lists them/],
        [["stat"], /did you mean `status`/],
      ],
    );
  });
});
