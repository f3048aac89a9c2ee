import { toJson } from "../../demo/json.ts";
import { checklistOf } from "../../scenario/checklist.ts";
import { formatAmount } from "../../scenario/format.ts";
import { amountOf, memberOf, TaskRefused } from "./arguments.ts";
import type { Stage } from "./with-ladder.ts";

/** `hardhat checklist`. */
export async function checklist(
  args: { from: string; amount: string | undefined; json: boolean },
  { ladder, say }: Stage,
): Promise<void> {
  const holder = await memberOf(ladder, args.from);
  const held = await ladder.contracts.vault.balanceOf(holder);
  const shares = args.amount === undefined ? held : amountOf(args.amount, ["LRT"]).wei;
  if (shares === 0n || shares > held)
    throw new TaskRefused(
      `${args.from} holds ${formatAmount(held, "LRT")}: ${held === 0n ? "run the task deposit first" : "ask for less"}`,
    );
  const answers = await checklistOf(ladder, holder, shares);
  if (args.json) return say(toJson(answers).trimEnd());
  for (const { question, facts } of answers) {
    say(question);
    for (const { what, shown, call } of facts) say(`  ${what}: ${shown}  [${call}]`);
  }
}
