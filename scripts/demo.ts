/**
 * `npm run demo`: plays a story on an embedded chain, tells it on stdout and writes its report. See scripts/demo/options.ts
 * for the options. stdout holds the story alone (or, with --json, data alone), the same bytes for the same seed; progress
 * and complaints go to stderr.
 */
import { workInRepository } from "./demo/caller.ts";
import { list, usage } from "./demo/help.ts";
import { BadOption, readOptions } from "./demo/options.ts";
import { EXIT, Refused } from "./lib/refused.ts";
import { StoryFailed } from "./scenario/failure.ts";

// Whoever reads through a pipe may have read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) usage();
  else if (options.list) await list(options.json);
  else {
    // what plays it loads Hardhat, which looks for its configuration from the working directory on
    workInRepository();
    const { prepare } = await import("./demo/prepare.ts");
    const prepared = await prepare(options);
    const { playStory } = await import("./demo/play-story.ts");
    await playStory(options, prepared);
  }
} catch (error) {
  if (!(error instanceof Refused || error instanceof StoryFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  if (error instanceof BadOption) process.stderr.write("`npm run demo -- --help` lists the options.\n");
  process.exitCode = error instanceof Refused ? EXIT.refused : EXIT.failed;
}
