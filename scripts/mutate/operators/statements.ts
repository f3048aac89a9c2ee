import type { Edit, Operator } from "../mutant.ts";
import { placeOf, typeOf, visit, type Node, type Source } from "../syntax.ts";
import { swappedCalls } from "./calls.ts";
import { become, nameOf, type Propose, type Slip, textOf } from "./slip.ts";

const BLOCKS = ["Block", "UncheckedBlock", "IfStatement"];
const HOOK = /^_?(?:before|after|on)[A-Z]|[hH]ook/;
const ASSIGNED: Readonly<Record<string, string>> = { "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=" };

/** A statement with its semicolon becomes others, or nothing. */
function becomes(node: Node, { bytes }: Source, text: string): Edit {
  const [start, end] = placeOf(node);
  return { start, end: bytes.indexOf(";", end - 1) + 1, is: "statement", text };
}

/** What may be left out, or change places with its neighbour: it declares nothing, and ends nothing. */
function isMovable(node: Node): boolean {
  if (node.nodeType === "EmitStatement") return true;
  if (node.nodeType !== "ExpressionStatement") return false;
  const said = node.expression as Node;
  if (said.nodeType === "FunctionCall") return nameOf(said) !== "revert";
  // a reference into storage must be given before it is used
  if (said.nodeType === "Assignment") return !/ storage /.test(`${typeOf(said.leftHandSide as Node)} `);
  return said.nodeType === "UnaryOperation";
}

/** Calls, assignments and events that are left out. */
export const dropped: Propose = (node, parent, source) => {
  if (!BLOCKS.includes(parent?.nodeType ?? "") || !isMovable(node)) return [];
  const name = nameOf((node.expression ?? node.eventCall) as Node);
  const isCall = (node.expression as Node | undefined)?.nodeType === "FunctionCall";
  const operator: Operator =
    isCall && name === "require" ? "dropped check" : isCall && HOOK.test(name) ? "hook" : "dropped statement";
  return [{ operator, edits: [becomes(node, source, "")] }];
};

/** A condition that reverts never holds. */
export const unchecked: Propose = (node) => {
  if (node.nodeType !== "IfStatement" || node.falseBody != null) return [];
  const body = node.trueBody as Node;
  const first = body.nodeType === "Block" ? (body.statements as Node[])[0] : body;
  return first?.nodeType === "RevertStatement" ? [become("dropped check", node.condition as Node, "false")] : [];
};

/** Statements that give another result: `+=` becomes `-=`, a call has its arguments the wrong way round. */
export const changed: Propose = (node, parent, source) => {
  if (node.nodeType !== "ExpressionStatement" || !BLOCKS.includes(parent?.nodeType ?? "")) return [];
  const said = node.expression as Node;
  const instead = said.nodeType === "Assignment" ? ASSIGNED[said.operator!] : undefined;
  if (instead !== undefined) {
    const [left, right] = [textOf(said.leftHandSide as Node, source), textOf(said.rightHandSide as Node, source)];
    return [{ operator: "arithmetic", edits: [becomes(node, source, `${left} ${instead} ${right};`)] }];
  }
  if (typeOf(said) !== "tuple()") return [];
  return swappedCalls(said, source).map((text): Slip => ({
    operator: "swapped arguments",
    edits: [becomes(node, source, `${text};`)],
  }));
};

/** The variables that a piece of code names. */
function namesIn(node: Node): Set<number> {
  const names = new Set<number>();
  visit(node, ({ referencedDeclaration }) => void (referencedDeclaration != null && names.add(referencedDeclaration)));
  return names;
}

/** Whether the order of two statements can tell: one assigns what the other names, or both are calls. */
function areTied(first: Node, second: Node): boolean {
  const assigned = (one: Node): Set<number> =>
    namesIn(((one.expression as Node).leftHandSide as Node | undefined) ?? one);
  const isCall = (one: Node): boolean => (one.expression as Node).nodeType === "FunctionCall";
  if (isCall(first) && isCall(second)) return true;
  const [a, b] = [namesIn(first), namesIn(second)];
  return [...assigned(first)].some((one) => b.has(one)) || [...assigned(second)].some((one) => a.has(one));
}

/** Two neighbours that change something do it in the other order. */
export const reordered: Propose = (node, _parent, source) => {
  if (!["Block", "UncheckedBlock"].includes(node.nodeType)) return [];
  const statements = node.statements as Node[];
  const isSwappable = (one: Node | undefined): one is Node =>
    one !== undefined && one.nodeType === "ExpressionStatement" && isMovable(one);
  return statements.flatMap((first, at) => {
    const second = statements[at + 1];
    if (!isSwappable(first) || !isSwappable(second) || !areTied(first, second)) return [];
    const both = `${textOf(second, source)}; ${textOf(first, source)};`;
    return [{ operator: "order" as const, edits: [becomes(first, source, both), becomes(second, source, "")] }];
  });
};
