import { toJson } from "./json.ts";
import { USAGE } from "./options.ts";
import { describeStories } from "./stories.ts";
import { wrap } from "./text.ts";

/** Prints the options. */
export function usage(): void {
  process.stdout.write(`${USAGE}\n`);
}

/** Prints the stories. */
export async function list(asJson: boolean): Promise<void> {
  const stories = await describeStories();
  const text = stories.map(({ name, title, about }) => `${name}: ${title}\n${wrap(about)}\n`).join("\n");
  process.stdout.write(asJson ? toJson(stories) : text);
}
