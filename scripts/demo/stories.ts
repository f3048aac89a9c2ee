import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { didYouMean } from "../lib/suggest.ts";
import { fromCaller } from "./caller.ts";
import { BadOption } from "./options.ts";

const FOLDER = fileURLToPath(new URL("../../scenarios/", import.meta.url));

/** The story that is played when none is named. */
export const FIRST_STORY = "climb-the-ladder";

/** A story's file with the name that messages use for it, which does not depend on where the repository lies. */
export interface StoryFile {
  readonly file: string;
  readonly text: string;
}

export async function storyNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => basename(file, ".yaml"))
    .sort();
}

/** Reads a story by its name, or a file of the user's own. @throws BadOption when there is neither */
export async function readStory(nameOrFile: string): Promise<StoryFile> {
  if (/\.ya?ml$/.test(nameOrFile)) {
    const text = await readFile(fromCaller(nameOrFile), "utf8").catch((error: NodeJS.ErrnoException) => {
      throw new BadOption(
        error.code === "EISDIR"
          ? `${nameOrFile} is a folder: name a story in it.`
          : `There is no file ${nameOrFile}: name one that there is, or a story of \`npm run demo -- --list\`.`,
      );
    });
    return { file: nameOrFile, text };
  }
  const names = await storyNames();
  if (!names.includes(nameOrFile))
    throw new BadOption(`There is no story "${nameOrFile}": ${didYouMean(nameOrFile, names)}`);
  return { file: `scenarios/${nameOrFile}.yaml`, text: await readFile(`${FOLDER}${nameOrFile}.yaml`, "utf8") };
}

/** Each story's name, title and purpose, for the list. */
export async function describeStories(): Promise<{ name: string; title: string; about: string }[]> {
  const names = await storyNames();
  return Promise.all(
    names.map(async (name) => {
      const { title, about } = parse((await readStory(name)).text) as { title?: string; about?: string };
      return { name, title: title ?? "", about: (about ?? "").trim().replace(/\s+/g, " ") };
    }),
  );
}

/** Ids of the requirements that a story says it shows. */
export async function requirementsShown(name: string): Promise<string[]> {
  const { shows } = parse((await readStory(name)).text) as { shows?: string[] };
  return shows ?? [];
}
