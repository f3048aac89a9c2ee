import type { Operator } from "../mutant.ts";
import { childrenOf, placeOf, typeOf, type Node, type Source } from "../syntax.ts";
import { become, isPlain, nameOf, type Propose, textOf } from "./slip.ts";

/** A function that might be taken for another: the second is looked for beside the first. */
const TWINS: readonly (readonly [Operator, RegExp, string])[] = [
  ["rounding", /Up$/, "Down"],
  ["rounding", /Down$/, "Up"],
  ["rounding", /Up$/, ""],
  ["rounding", /$/, "Up"],
  ["rounding", /(?=UpTo|Up[A-Z])Up/, "Down"],
  ["rounding", /Down(?=[A-Z])/, "Up"],
  ["unit", /Shares/, "Assets"],
  ["unit", /Assets/, "Shares"],
  ["arithmetic", /^min$/, "max"],
  ["arithmetic", /^max$/, "min"],
];

const signatureOf = (declared: Node): string =>
  [declared.parameters, declared.returnParameters]
    .map((list) => ((list as Node | undefined)?.parameters as Node[] | undefined)?.map(typeOf).join() ?? "")
    .join(" -> ");

/** The name of a function beside this one that takes and gives the same. */
function twinsOf(node: Node, { declarations }: Source): (readonly [Operator, string])[] {
  const declared = declarations.get(node.referencedDeclaration ?? -1);
  const home = declarations.get(declared?.scope ?? -1);
  if (declared?.nodeType !== "FunctionDefinition" || home === undefined) return [];
  const beside = childrenOf(home).filter((one) => signatureOf(one) === signatureOf(declared));
  return TWINS.flatMap(([operator, from, to]) => {
    const name = declared.name!.replace(from, to);
    const isThere = name !== declared.name && beside.some((one) => one.name === name);
    return isThere ? [[operator, name] as const] : [];
  });
}

/** A call of a function becomes one of its twin. */
export const twin: Propose = (node, _parent, source) => {
  if (node.nodeType !== "FunctionCall" || node.kind !== "functionCall" || !isPlain(node)) return [];
  const callee = node.expression as Node;
  if (!["Identifier", "MemberAccess"].includes(callee.nodeType)) return [];
  const [start, end] = placeOf(node);
  const [, calleeEnd] = placeOf(callee);
  return twinsOf(callee, source).map(([operator, name]) => {
    const before = source.bytes.slice(start, calleeEnd - nameOf(callee).length);
    return become(operator, node, before + name + source.bytes.slice(calleeEnd, end));
  });
};

const ROUNDINGS: Readonly<Record<string, string>> = { Ceil: "Floor", Floor: "Ceil", Expand: "Trunc", Trunc: "Expand" };

/** `Math.Rounding.Ceil` becomes `Floor`. */
export const direction: Propose = (node, _parent, source) => {
  const instead = ROUNDINGS[node.memberName ?? ""];
  if (node.nodeType !== "MemberAccess" || instead === undefined || !typeOf(node).startsWith("enum ")) return [];
  return [become("rounding", node, textOf(node, source).replace(/\w+$/, instead))];
};

/** A call whose neighbouring arguments are of one type, with the two in the other order. */
export function swappedCalls(node: Node, source: Source): string[] {
  const given = (node.arguments ?? []) as Node[];
  if (node.nodeType !== "FunctionCall" || node.kind !== "functionCall" || ((node.names ?? []) as []).length > 0)
    return [];
  const [start, end] = placeOf(node);
  return given.slice(1).flatMap((second, at) => {
    const first = given[at]!;
    const [a, b] = [textOf(first, source), textOf(second, source)];
    if (typeOf(first) !== typeOf(second) || a === b || !isPlain(first)) return [];
    const [firstPlace, secondPlace] = [placeOf(first), placeOf(second)];
    const between = source.bytes.slice(firstPlace[1], secondPlace[0]);
    return [source.bytes.slice(start, firstPlace[0]) + b + between + a + source.bytes.slice(secondPlace[1], end)];
  });
}

/** Functions whose arguments may stand in either order. */
const SYMMETRIC = /^(?:min|max|average|mulDiv|fullMulDiv|efficientHash|commutativeKeccak256)/;

/** Neighbouring arguments change places. */
export const swapped: Propose = (node, _parent, source) =>
  isPlain(node) && !SYMMETRIC.test(nameOf(node))
    ? swappedCalls(node, source).map((text) => become("swapped arguments", node, text))
    : [];
