import type { Position, Problem } from "./problem.ts";
import type { Path, Source } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Roles an actor can have; a step says which it needs. */
export const ROLES = ["holder", "operator", "watcher", "keeper", "underwriter"] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  readonly name: string;
  readonly role: Role;
  readonly about: string;
  readonly fundingWei: bigint;
}

/** What a value may refer to while a file is read. */
export interface Scope {
  readonly seed: bigint;
  readonly actors: ReadonlyMap<string, Actor>;
  readonly vocabulary?: Vocabulary;
}

/** Thrown after a problem has been noted; whoever reads several values catches it and goes on to the next. */
export class Unreadable extends Error {}

/** A place in the file while it is read: where it is, and how to object. */
export class Cursor {
  readonly source: Source;
  readonly path: Path;
  readonly scope: Scope;
  readonly problems: Problem[];

  constructor(source: Source, path: Path, scope: Scope, problems: Problem[]) {
    this.source = source;
    this.path = path;
    this.scope = scope;
    this.problems = problems;
  }

  child(key: string | number): Cursor {
    return new Cursor(this.source, [...this.path, key], this.scope, this.problems);
  }

  get position(): Position {
    return this.source.at(this.path);
  }

  /** The scalar that stands here, as it was written. */
  get written(): string {
    return this.source.written(this.path) ?? "";
  }

  /** Notes a problem at one of the keys that stand here. */
  failAtKey(key: string, message: string, expected: string, fix: string): never {
    this.problems.push({ ...this.source.atKey(this.path, key), message, expected, fix });
    throw new Unreadable(message);
  }

  /** Notes a problem here and stops reading this value. */
  fail(message: string, expected: string, fix: string): never {
    this.problems.push({ ...this.position, message, expected, fix });
    throw new Unreadable(message);
  }
}

/** Runs `read`; a noted problem gives undefined, anything else is a fault of ours and passes through. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
