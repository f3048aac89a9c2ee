/**
 * `npm run demo`: plays a story on an embedded chain, tells it on stdout and writes its report. See scripts/demo/options.ts
 * for the options. stdout holds the story alone (or, with --json, data alone), the same bytes for the same seed; progress
 * and complaints go to stderr.
 */
import { list, usage } from "./demo/help.ts";
import { BadOption, readOptions } from "./demo/options.ts";
import { playStory } from "./demo/play-story.ts";
import { InvalidScenario } from "./scenario/problem.ts";
import { StoryFailed } from "./scenario/failure.ts";

const BAD_OPTION = 2;

// Whoever reads through a pipe may have read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) usage();
  else if (options.list) await list(options.json);
  else await playStory(options);
} catch (error) {
  if (!(error instanceof BadOption || error instanceof InvalidScenario || error instanceof StoryFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  if (error instanceof BadOption) process.stderr.write("`npm run demo -- --help` lists the options.\n");
  process.exitCode = error instanceof BadOption ? BAD_OPTION : 1;
}
