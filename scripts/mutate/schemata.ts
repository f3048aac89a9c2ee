import type { Edit, Mutant } from "./mutant.ts";
import { PROJECT } from "./syntax.ts";

/** A mutant, and the number that makes it active. */
export interface Numbered extends Mutant {
  readonly number: number;
}

/** The library whose address is the number of the active mutant; it is linked, and so known to no optimizer. */
const LIBRARY = "ActiveMutant";
const SWITCH = "MutantSwitch";
export const SWITCH_SOURCE = `${PROJECT}mutants/${SWITCH}.sol`;
/** With this number none is active, and each tells that it was reached. */
export const TRACE = 0xffff_ffff;
const REACHED_AT = "0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE";

/** Asks whether a mutant is active, in any function: a linked address is a constant, and a `pure` one may ask for it. */
export const SWITCH_TEXT = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
library ${LIBRARY} {}
library ${SWITCH} {
  function on(uint256 number) internal pure returns (bool) {
    uint256 active = uint160(address(${LIBRARY}));
    if (active == ${TRACE}) _asPure(_tell)(number);
    return active == number;
  }
  function _tell(uint256 mutant) private view {
    assembly ("memory-safe") {
      let at := mload(0x40)
      mstore(at, mutant)
      pop(staticcall(gas(), ${REACHED_AT}, at, 32, 0, 0))
    }
  }
  function _asPure(function(uint256) internal view given) private pure returns (function(uint256) internal pure same) {
    assembly ("memory-safe") { same := given }
  }
}
`;

/** A piece of a source, and what each mutant makes of it. */
interface Site {
  readonly edit: Edit;
  readonly choices: { readonly number: number; readonly text: string }[];
  readonly inner: Site[];
}

/**
 * A source that holds all its mutants, of which at most one is active: an expression becomes `(on(1) ? a - b : a + b)`,
 * a statement `if (on(2)) {} else f();`. What a mutant says is without any other; what stands there otherwise holds the
 * mutants of its parts. Lines stay where they are.
 */
export function schemataOf(bytes: string, mutants: readonly Numbered[]): string {
  const sites = sitesOf(mutants);
  const mutated = render(bytes, 0, bytes.length, sites);
  return `${mutated.trimEnd()} import {${SWITCH}} from "${SWITCH_SOURCE}";\n`;
}

/** Edits of one piece together, those of its parts inside. */
function sitesOf(mutants: readonly Numbered[]): Site[] {
  const flat = new Map<string, Site>();
  for (const { number, edits } of mutants)
    for (const edit of edits) {
      const key = `${edit.start} ${edit.end} ${edit.is}`;
      const site = flat.get(key) ?? { edit, choices: [], inner: [] };
      site.choices.push({ number, text: edit.text });
      // a number keeps the type that one of its mutants needs
      flat.set(key, edit.type === undefined ? site : { ...site, edit });
    }
  const outermost: Site[] = [];
  const open: Site[] = [];
  const outerFirst = (a: Site, b: Site): number =>
    a.edit.start - b.edit.start || b.edit.end - a.edit.end || (a.edit.is === "statement" ? -1 : 1);
  for (const site of [...flat.values()].toSorted(outerFirst)) {
    while (open.length > 0 && open.at(-1)!.edit.end <= site.edit.start) open.pop();
    (open.at(-1)?.inner ?? outermost).push(site);
    open.push(site);
  }
  return outermost;
}

function render(bytes: string, start: number, end: number, sites: readonly Site[]): string {
  let at = start;
  let text = "";
  for (const { edit, choices, inner } of sites) {
    const same = render(bytes, edit.start, edit.end, inner);
    text +=
      bytes.slice(at, edit.start) +
      (edit.is === "expression" ? expression(edit, choices, same) : statement(choices, same));
    at = edit.end;
  }
  return text + bytes.slice(at, end);
}

function expression({ type }: Edit, choices: Site["choices"], same: string): string {
  const chosen = choices.map(({ number, text }) => `${SWITCH}.on(${number}) ? (${flat(text)}) : `).join("");
  return `(${chosen}${type === undefined ? `(${same})` : `${type}(${same})`})`;
}

const statement = (choices: Site["choices"], same: string): string =>
  choices.map(({ number, text }) => `if (${SWITCH}.on(${number})) {${flat(text)}} else `).join("") + same;

/** What a mutant says on one line, so that later lines keep their numbers; a comment in it would swallow the rest. */
const flat = (text: string): string => text.replace(/\/\/[^\n]*/g, "").replace(/\s*\n\s*/g, " ");
