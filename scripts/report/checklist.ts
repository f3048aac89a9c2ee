import { formatAmount } from "../scenario/format.ts";
import type { Playback } from "../scenario/playback.ts";
import { escapeText } from "./svg.ts";

/** What a careful buyer asks, answered at the end of the story, each number with the call that it came from. */
export function checklistSection({ checklist }: Playback): string {
  if (checklist === undefined) return "";
  const { holder, shares, answers } = checklist;
  const asked = answers.map(({ question, facts }) => {
    const rows = facts.map(
      ({ what, shown, call }) =>
        `<tr><th scope="row">${escapeText(what)}<small>${escapeText(call).replaceAll(".", ".<wbr>")}</small></th><td class="number">${escapeText(shown)}</td></tr>`,
    );
    return `<h3>${escapeText(question)}</h3><table><tbody>${rows.join("")}</tbody></table>`;
  });
  return `<h2>What a careful buyer asks</h2>
<p>Answered from the chain at the end, for ${escapeText(holder)}, who holds ${formatAmount(shares, "LRT")} then.</p>
${asked.join("\n")}`;
}
