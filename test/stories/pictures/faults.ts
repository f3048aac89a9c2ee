/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from "playwright-core";

/** What is wrong with a page as it is drawn, a line each: this runs in the browser. */
function look(): string[] {
  const faults: string[] = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) faults.push(`the page is wider than ${width} px`);
  const name = (element: Element): string => `“${(element.textContent ?? "").trim().slice(0, 40)}”`;
  for (const element of document.querySelectorAll("main *:not(svg *)")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0) continue;
    if (box.left < -0.5 || box.right > width + 0.5) faults.push(`${element.tagName} ${name(element)} leaves the page`);
    if (element.tagName !== "svg" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      faults.push(`${element.tagName} ${name(element)} is cut`);
  }
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const title = svg.closest("section")?.querySelector("h3")?.textContent ?? "";
    const words = [...svg.querySelectorAll("text")].map((text) => ({ text, box: text.getBoundingClientRect() }));
    for (const [index, { text, box }] of words.entries()) {
      if (
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1
      )
        faults.push(`${title}: ${name(text)} is cut off`);
      for (const other of words.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 3) faults.push(`${title}: ${name(text)} lies upon ${name(other.text)}`);
      }
    }
  }
  return faults;
}

/** Words that do not stand out from what is behind them by 4.5 : 1, and marks of charts not by 3 : 1: in the browser too. */
function contrasts(): string[] {
  const light = (colour: string): number => {
    const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0]! + 0.7152 * parts[1]! + 0.0722 * parts[2]!;
  };
  const ratio = (one: string, other: string): number => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high! + 0.05) / (low! + 0.05);
  };
  const behind = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faults: string[] = [];
  for (const element of document.querySelectorAll("h1, h2, h3, p, small, li, th, td, span, summary, svg text")) {
    if (element.getBoundingClientRect().width === 0) continue;
    const style = getComputedStyle(element);
    const colour = element.tagName === "text" ? style.fill : style.color;
    const found = ratio(colour, behind(element));
    if (found < 4.5) faults.push(`${element.tagName} “${element.textContent}” has a contrast of ${found.toFixed(2)}`);
  }
  for (const mark of document.querySelectorAll(".legend i")) {
    const found = ratio(getComputedStyle(mark).borderTopColor, behind(mark));
    if (found < 3)
      faults.push(`the mark of “${mark.parentElement?.textContent}” has a contrast of ${found.toFixed(2)}`);
  }
  return faults;
}

/** Everything that is wrong with a page as a browser draws it. */
export async function faultsOf(page: Page): Promise<string[]> {
  // what compiles the tests wraps functions in a helper that a browser has not
  await page.evaluate("globalThis.__name ??= (named) => named");
  return [...(await page.evaluate(look)), ...(await page.evaluate(contrasts))];
}
