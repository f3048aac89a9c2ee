import { typeOf, type Node } from "../syntax.ts";
import type { Operator } from "../mutant.ts";
import { become, isLiteral, isNumber, isPlain, nameOf, type Propose, type Slip, textOf, typedLiteral } from "./slip.ts";

/** What an operator becomes, and which kind of slip that is. */
const INSTEAD: Readonly<Record<string, readonly (readonly [Operator, string])[]>> = {
  "<": [
    ["boundary", "<="],
    ["negation", ">="],
  ],
  "<=": [
    ["boundary", "<"],
    ["negation", ">"],
  ],
  ">": [
    ["boundary", ">="],
    ["negation", "<="],
  ],
  ">=": [
    ["boundary", ">"],
    ["negation", "<"],
  ],
  "==": [["negation", "!="]],
  "!=": [["negation", "=="]],
  "&&": [["negation", "||"]],
  "||": [["negation", "&&"]],
  "+": [["arithmetic", "-"]],
  "-": [["arithmetic", "+"]],
  "*": [["arithmetic", "/"]],
  "/": [["arithmetic", "*"]],
  "%": [["arithmetic", "*"]],
  "<<": [["arithmetic", ">>"]],
  ">>": [["arithmetic", "<<"]],
};

const UNIT = /^(?:_?[A-Z_]*(?:GWEI|WAD|RAY|BPS|BIPS|PRECISION|WEI|UNIT)[A-Z_]*)$/;
const DELAY = /delay|period|interval|window|blocks$|seconds$/i;

/** `a < b`, `a + b` and their like. */
export const binary: Propose = (node, _parent, source) => {
  if (node.nodeType !== "BinaryOperation" || !isPlain(node)) return [];
  const [left, right] = [node.leftExpression as Node, node.rightExpression as Node];
  const [a, b] = [textOf(left, source), textOf(right, source)];
  const slips: Slip[] = (INSTEAD[node.operator!] ?? []).map(([operator, instead]) =>
    become(operator, node, `${a} ${instead} ${b}`),
  );
  const isOwnType = (one: Node): boolean => typeOf(one) === typeOf(node);
  const isUnit = (one: Node): boolean => UNIT.test(nameOf(one)) || one.subdenomination != null;
  if (node.operator === "*" || node.operator === "/") {
    if (isUnit(right) && isOwnType(left)) slips.push(become("unit", node, a));
    if (node.operator === "*" && isUnit(left) && isOwnType(right)) slips.push(become("unit", node, b));
  }
  if (node.operator === "+" && isNumber(node)) {
    if (DELAY.test(nameOf(right)) && isOwnType(left)) slips.push(become("delay", node, a));
    else if (DELAY.test(nameOf(left)) && isOwnType(right)) slips.push(become("delay", node, b));
  }
  return slips;
};

/** `!a` becomes `a`. */
export const unary: Propose = (node, _parent, source) =>
  node.nodeType === "UnaryOperation" && node.operator === "!"
    ? [become("negation", node, textOf(node.subExpression as Node, source))]
    : [];

/** A condition that is no comparison says the opposite. */
export const condition: Propose = (node, _parent, source) => {
  if (!["IfStatement", "Conditional"].includes(node.nodeType)) return [];
  const asked = node.condition as Node;
  return ["BinaryOperation", "UnaryOperation"].includes(asked.nodeType)
    ? []
    : [become("negation", asked, `!(${textOf(asked, source)})`)];
};

/** A number beside one that is computed is one more; days are hours. */
export const literal: Propose = (node, parent, source) => {
  const type = typedLiteral(parent);
  if (!isLiteral(node) || type === undefined) return [];
  const text = textOf(node, source);
  const smaller: Record<string, string> = {
    ether: "gwei",
    gwei: "wei",
    days: "hours",
    hours: "minutes",
    weeks: "days",
  };
  const unit = smaller[node.subdenomination ?? ""];
  // both branches must be of the type that the number has had beside its neighbour
  const typed = (after: string, operator: Operator): Slip => ({
    operator,
    edits: become(operator, node, `${type}(${after})`).edits.map((edit) => ({ ...edit, type })),
  });
  return unit === undefined
    ? [typed(`${text} + 1`, "constant")]
    : [typed(text.replace(node.subdenomination!, unit), "unit")];
};

/** An index of a list, or a number by which a mapping is asked, is one further. */
export const index: Propose = (node, _parent, source) => {
  if (node.nodeType !== "IndexAccess") return [];
  const at = node.indexExpression as Node | null;
  return at === null || !isNumber(at) ? [] : [become("index", at, `${textOf(at, source)} + 1`)];
};
