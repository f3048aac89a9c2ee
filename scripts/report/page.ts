import type { PlayedAct, Playback } from "../scenario/playback.ts";
import { depthChart, healthChart, marketChart } from "./charts/markets.ts";
import { peopleChart } from "./charts/people.ts";
import { placesChart } from "./charts/places.ts";
import { queueChart } from "./charts/queue.ts";
import { rateChart } from "./charts/rate.ts";
import { waterfallChart } from "./charts/waterfall.ts";
import type { When } from "./charts/when.ts";
import { whatToLookAt } from "./look.ts";
import { pageCss } from "./style.ts";
import { positionsTable } from "./positions.ts";
import { drawSvg, escapeText, type Chart } from "./svg.ts";
import { checklistSection } from "./checklist.ts";
import { ledgerTable, restTable, waterfallTable } from "./table.ts";

function figure(chart: Chart): string {
  const drawing = (width: "narrow" | "wide"): string => `<div class="${width}">${drawSvg(chart, width)}</div>`;
  const legend = chart.legend
    .map(
      ({ name, colour, dashed }) =>
        `<li><i class="${dashed ? "dashed" : ""}" style="--mark:var(--${colour})"></i>${escapeText(name)}</li>`,
    )
    .join("");
  const list = legend === "" ? "" : `<ul class="legend">${legend}</ul>`;
  const words = `<h3>${escapeText(chart.title)} <span class="unit">${escapeText(chart.unit)}</span></h3><small>${escapeText(chart.description)}</small>`;
  return `<section class="chart">${words}${drawing("narrow")}${drawing("wide")}${list}${chart.when ? key(chart.when) : ""}</section>`;
}

/** What the numbers and lines on an axis of time stand for. */
function key({ acts, losses }: When): string {
  const names = acts.map((title, index) => `<li><b>${index + 1}</b> ${escapeText(title)}</li>`);
  const fell = losses.map(({ text }) => `<li class="loss"><b>│</b> ${escapeText(text)}</li>`);
  return `<ul class="key">${[...names, ...fell].join("")}</ul>`;
}

function act({ title, text, outcome, steps }: PlayedAct, index: number): string {
  const list = steps
    .map(({ text: step, outcome: result }) => `<li>${escapeText(step)}<small>${escapeText(result)}</small></li>`)
    .join("");
  return `<li class="act"><h3>${index + 1}. ${escapeText(title)}</h3><p>${escapeText(text)}</p><p class="outcome">${escapeText(outcome)}</p><details><summary>${steps.length} ${steps.length === 1 ? "step" : "steps"}</summary><ol>${list}</ol></details></li>`;
}

/**
 * The report: one HTML file with everything in it. No script, no request, no time and no path, so the same story with
 * the same seed gives the same bytes.
 */
export function reportPage(playback: Playback): string {
  const { story, acts, moments } = playback;
  const traded = moments.some(({ market }) => market !== undefined);
  const owed = moments.some(({ market }) => Object.keys(market?.health ?? {}).length > 0);
  const deep = moments.some(({ market }) => (market?.depthWei ?? 0n) > 0n);
  const markets = [...(traded ? [marketChart] : []), ...(deep ? [depthChart] : []), ...(owed ? [healthChart] : [])];
  const charts = [peopleChart, rateChart, ...markets, waterfallChart, placesChart, queueChart]
    .map((chart) => figure(chart(playback)))
    .join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeText(story.title)} – Restaking Ladder</title>
<style>${pageCss()}</style>
</head>
<body>
<main>
<p class="faint">Restaking Ladder · story “${escapeText(story.name)}” · seed ${story.seed} · preset ${escapeText(story.preset)}</p>
<h1>${escapeText(story.title)}</h1>
<p>${escapeText(story.about)}</p>
<h2>Results</h2>
${ledgerTable(playback)}
<p class="faint">Gas is free in a story, so every number is the protocol's own. LRT that is held or waits counts at the exit rate. A result is took out, waiting, claimable, holds and else, less put in; else is what came another way, as rewards that an operator keeps.</p>
${restTable(playback)}
<p class="faint">No ETH is made or lost on a chain: all that changed adds up to zero, to the wei.</p>
<h2>What to look at</h2>
<ul class="look">${whatToLookAt(playback)
    .map((line) => `<li>${escapeText(line)}</li>`)
    .join("")}</ul>
<h2>How it went</h2>
<p class="faint">Numbers above a chart are acts, a red line is a loss. Values were looked at after each step and hold until the next; steps are equally wide, however long they lasted.</p>
<div class="charts">${charts}</div>
<h2>What happened</h2>
<ol class="acts">${acts.map(act).join("\n")}</ol>
${positionsTable(playback)}
${checklistSection(playback)}
<h2>The exit rate, to the last digit</h2>
<p>Every part was computed from the events named under it; none is a residual.</p>
${waterfallTable(playback)}
</main>
</body>
</html>
`;
}
