import { visit, type Node } from "../syntax.ts";
import { become, nameOf, type Propose } from "./slip.ts";

const TIME = /^timestamp$|^_?now$|delay|deadline|until|expir|matur|period|interval|unlock|window/i;

/** A comparison that names a time always or never holds. */
export const time: Propose = (node) => {
  if (node.nodeType !== "BinaryOperation" || !/^[<>]=?$/.test(node.operator!)) return [];
  let isOfTime = false;
  visit(node, (one) => {
    const isBlock = nameOf(one) === "number" && nameOf(one.expression as Node | undefined) === "block";
    if (isBlock || TIME.test(nameOf(one))) isOfTime = true;
  });
  return isOfTime ? [become("delay", node, "true"), become("delay", node, "false")] : [];
};
