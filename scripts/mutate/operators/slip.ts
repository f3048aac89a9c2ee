import type { Edit, Operator } from "../mutant.ts";
import { type Node, placeOf, type Source, typeOf } from "../syntax.ts";

/** A slip that an operator proposes. */
export interface Slip {
  readonly operator: Operator;
  readonly edits: readonly Edit[];
}

/** Proposes slips at one node. */
export type Propose = (node: Node, parent: Node | undefined, source: Source) => Slip[];

export const textOf = (node: Node, { bytes }: Source): string => bytes.slice(...placeOf(node));

/** The node, an expression, becomes another. */
export function become(operator: Operator, node: Node, text: string): Slip {
  const [start, end] = placeOf(node);
  return { operator, edits: [{ start, end, is: "expression", text }] };
}

/** Types of which either branch of a conditional may be, without a copy or a loss. */
export const isPlain = (node: Node): boolean => /^(?:u?int\d+|bool|address|bytes\d+|enum \S+)$/.test(typeOf(node));

export const isNumber = (node: Node): boolean => /^u?int\d+$/.test(typeOf(node));

/** The name by which a call, a member or a variable goes. */
export function nameOf(node: Node | undefined): string {
  if (node === undefined) return "";
  if (node.nodeType === "FunctionCall") return nameOf(node.expression as Node);
  return node.memberName ?? node.name ?? "";
}

/** A number as it is written, of the type that it has beside its neighbour; nothing where it has none of its own. */
export function typedLiteral(parent: Node | undefined): string | undefined {
  const isSum = parent?.nodeType === "BinaryOperation" && !/^(?:<<|>>|\*\*)$/.test(parent.operator!);
  const type = isSum ? parent.commonType?.typeString : undefined;
  return type != null && /^uint\d+$/.test(type) ? type : undefined;
}

export const isLiteral = (node: Node): boolean => node.nodeType === "Literal" && node.kind === "number";
