/**
 * A process that has one test file loaded and runs it again and again, each time with another mutant active: before each
 * run the chains go back to where they were when the file had been loaded.
 *
 *   node scripts/mutate/worker.ts test/5-lrt/queue.test.ts [ACTIVE]
 */
import fc from "fast-check";
import hre from "hardhat";
import Mocha from "mocha";
import { SENTINEL } from "./link.ts";
import type { Answer, Ask, Loaded } from "./messages.ts";

/** Tests of gas or code size, as under coverage. */
const LEFT_OUT = /\[(?:gas|uninstrumented)\]/;
/** A test that fails only for some draws would make a verdict depend on the day. */
const SEED = 20_261_130;

const [file, active = "0"] = process.argv.slice(2);
process.env.HH_TEST = "true";
process.env.NODE_ENV ??= "test";
// the first counterexample is enough, and shrinking it would take long
fc.configureGlobal({ endOnFailure: true, seed: SEED });
// what a broken contract leaves behind is no concern of the next run
process.on("unhandledRejection", () => undefined);

let number = BigInt(active);
let sentEarly = false;
let isLoading = true;
type Connection = Awaited<ReturnType<typeof hre.network.create>>;
const chains: { readonly connection: Connection; snapshot: string }[] = [];
let hits = new Set<number>();
/** What a fixture reached when it ran: whoever loads it again has reached it too. */
const ofFixtures = new Map<unknown, Set<number>>();
let ofTest = new Set<number>();

const linked = (): string => number.toString(16).padStart(40, "0");

hre.hooks.registerHandlers("network", {
  onCoverageData: async (_context, tags) => {
    for (const tag of tags) hits.add(Number(BigInt(`0x${tag}`)));
  },
  onRequest: async (context, connection, request, next) => {
    const text = JSON.stringify(request.params ?? []);
    if (!text.includes(SENTINEL)) return next(context, connection, request);
    if (isLoading) sentEarly = true;
    return next(context, connection, { ...request, params: JSON.parse(text.replaceAll(SENTINEL, linked())) });
  },
  newConnection: async (context, next) => {
    const connection = await next(context);
    // what is used of it here is the same for every kind of chain
    const any = connection as unknown as Connection;
    if (isLoading) chains.push({ connection: any, snapshot: "" });
    noteFixtures(any);
    return connection;
  },
});

/** A fixture runs once, and is then gone back to: each test that loads it has reached what it reached. */
function noteFixtures(connection: Connection): void {
  const helpers = connection.networkHelpers;
  const load = helpers.loadFixture.bind(helpers);
  helpers.loadFixture = async (fixture) => {
    const outer = hits;
    hits = new Set();
    try {
      return await load(fixture);
    } finally {
      const own = ofFixtures.get(fixture) ?? new Set();
      for (const hit of hits) own.add(hit);
      ofFixtures.set(fixture, own);
      for (const hit of own) outer.add(hit);
      hits = outer;
    }
  };
}

const mocha = new Mocha({ ...hre.config.test.mocha, reporter: class extends Mocha.reporters.Base {} });
mocha.addFile(file!);
await mocha.loadFilesAsync();
mocha.cleanReferencesAfterRun(false);
isLoading = false;
for (const chain of chains) await keep(chain);
let isFirst = true;

// nobody is left to answer
process.once("disconnect", () => process.exit());
process.on("message", (ask: Ask) => void answer(ask).then((said) => process.send!(said)));
process.send!({ deployedEarly: sentEarly } satisfies Loaded);

async function keep(chain: (typeof chains)[number]): Promise<void> {
  chain.snapshot = (await chain.connection.provider.request({ method: "evm_snapshot" })) as string;
}

async function answer({ active: next, only, bail }: Ask): Promise<Answer> {
  if (!isFirst)
    for (const chain of chains) {
      await chain.connection.provider.request({ method: "evm_revert", params: [chain.snapshot] });
      chain.connection.networkHelpers.clearSnapshots();
      await keep(chain);
    }
  isFirst = false;
  number = BigInt(next);
  hits = new Set();
  ofFixtures.clear();
  const titles = new Set(only);
  mocha.grep({ test: (title: string) => !LEFT_OUT.test(title) && (only === undefined || titles.has(title)) } as RegExp);
  mocha.suite.bail(bail);
  bailAll(mocha.suite, bail);
  const passed: string[] = [];
  const failed: Answer["failed"][number][] = [];
  const reached: Record<string, number[]> = {};
  const started = performance.now();
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("test", () => {
      ofTest = hits;
      hits = new Set();
    });
    runner.on("test end", (test) => {
      reached[test.fullTitle()] = [...hits];
      hits = ofTest;
    });
    runner.on("pass", (test) => void passed.push(test.fullTitle()));
    runner.on("fail", (test, error) => {
      const runnable: Mocha.Runnable = test;
      const isHook = runnable instanceof Mocha.Hook;
      const message = String((error as Error | undefined)?.message ?? error)
        .split("\n")[0]!
        .slice(0, 200);
      failed.push({
        title: isHook ? (test.ctx?.currentTest?.fullTitle() ?? test.fullTitle()) : test.fullTitle(),
        message,
        isHook,
      });
    });
  });
  reached[""] = [...hits];
  return { passed, failed, milliseconds: performance.now() - started, reached };
}

function bailAll(suite: Mocha.Suite, bail: boolean): void {
  suite.bail(bail);
  for (const one of suite.suites) bailAll(one, bail);
}
