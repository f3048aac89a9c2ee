import type { Blob, Question } from "../lib/ladder/availability.ts";
import type { World } from "./world.ts";

/** Where a story notes a blob. */
export function blobKey(name: string): string {
  return `store-blob ${name}`;
}

/** Where a story notes a question to a custodian. */
export function questionKey(name: string): string {
  return `challenge ${name}`;
}

/** A blob by its name. */
export function blobNamed({ notes }: World, name: string): Blob {
  return notes.get(blobKey(name)) as Blob;
}

/** A question by its name. */
export function questionNamed({ notes }: World, name: string): Question {
  return notes.get(questionKey(name)) as Question;
}
