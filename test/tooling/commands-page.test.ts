import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { EXAMPLES } from "../../scripts/commands/examples.ts";
import { COMMANDS_PAGE, withTasks } from "../../scripts/commands/page.ts";
import { BadOption } from "../../scripts/lib/command-line.ts";
import { TASKS } from "../../scripts/tasks/all.ts";
import { checkCommandLine } from "../../scripts/tasks/command-line.ts";

const NETWORKS = ["default", "localhost", "rpc"];

/** Words as a shell reads them. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);

describe("docs/commands.md", () => {
  it("TLS-25: says of each task what the task itself says (else: npx node scripts/commands/write-page.ts)", () => {
    const page = readFileSync(path.resolve(import.meta.dirname, "../..", COMMANDS_PAGE), "utf8");
    expect(page).to.equal(withTasks(page, TASKS));
    for (const { id } of TASKS) expect(page).to.match(new RegExp(`^### ${id[0]}$`, "m"));
  });

  it("TLS-25: every task has an example, and every example can be meant", () => {
    for (const { id } of TASKS) {
      const examples = EXAMPLES[id[0]!] ?? [];
      expect(examples, id[0]).not.to.deep.equal([]);
      for (const line of examples) checkCommandLine([id[0]!, ...wordsOf(line)], TASKS, NETWORKS);
    }
    expect(Object.keys(EXAMPLES).length).to.equal(TASKS.length);
    expect(() => checkCommandLine(["deposit", "--amonut", "5 ETH"], TASKS, NETWORKS)).to.throw(BadOption, "`--amount`");
  });
});
