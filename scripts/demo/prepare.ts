import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { BadOption } from "../lib/command-line.ts";
import { makeFolder } from "../lib/make-folder.ts";
import { validateScenario } from "../scenario/validate.ts";
import { fromCaller } from "./caller.ts";
import type { DemoOptions } from "./options.ts";
import { FIRST_STORY, readStory, type StoryFile } from "./stories.ts";

/** What can be known to be right before anything is compiled. */
export interface Prepared {
  readonly story: StoryFile;
  readonly seed: { readonly seed?: bigint };
  readonly report: ReportFile;
}

/** Where the report goes, as the caller named it and as the disk has it. */
interface ReportFile {
  readonly name: string;
  readonly file: string;
}

/**
 * Reads the story, and looks at everything in it but the names of events and errors, which only contracts know.
 *
 * @throws BadOption, InvalidScenario
 */
export async function prepare(options: DemoOptions): Promise<Prepared> {
  const story = await readStory(options.story ?? FIRST_STORY);
  const seed = options.seed === undefined ? {} : { seed: options.seed };
  const { name } = validateScenario(story.file, story.text, seed);
  return { story, seed, report: await reportFile(options.report, name) };
}

/** In `reports`, or where the caller wants it, if that can be written. */
async function reportFile(asked: string | undefined, story: string): Promise<ReportFile> {
  const name = asked ?? `reports/${story}.html`;
  const file = asked === undefined ? name : fromCaller(asked);
  try {
    makeFolder(dirname(file));
  } catch {
    throw new BadOption(`--report cannot be "${name}": ${dirname(file)} is no folder. Name a file in another one.`);
  }
  const isFolder = (await stat(file).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) throw new BadOption(`--report cannot be "${name}", a folder: name a file in it.`);
  return { name, file };
}
