import { spawnSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import path from "node:path";

/** Copies every file of the working tree at `root` that git would have in a commit. */
export function copyWorkingTree(root: string, to: string): void {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  if (listed.status !== 0) throw new Error(`git does not list the files of ${root}: ${String(listed.stderr)}`);
  for (const file of listed.stdout.toString().split("\0").filter(Boolean)) {
    // what was deleted and not yet committed is still listed
    if (existsSync(path.join(root, file))) cpSync(path.join(root, file), path.join(to, file), { recursive: true });
  }
}
