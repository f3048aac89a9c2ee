import type { ParamType } from "ethers";

/**
 * Decodes a returned struct whose members are single words and lists of single words or of structs of them: what
 * CoreLens returns at every step. A general decoder takes most of a step's time for that. Addresses come in
 * lower case.
 * @param struct the ABI's description of the struct.
 * @param data the returned bytes in hex.
 */
export function decodeTables<T>(struct: ParamType, data: string): T {
  const word = (index: number) => data.slice(2 + index * 64, 66 + index * 64);
  const head = Number(BigInt(`0x${word(0)}`)) / 32;
  const members = (struct.components ?? []).map((member, index) => {
    const rows = member.arrayChildren;
    if (rows === null) return [member.name, wordAs(member.type, word(head + index))];
    const start = head + Number(BigInt(`0x${word(head + index)}`)) / 32;
    const length = Number(BigInt(`0x${word(start)}`));
    const columns = rows.components;
    const width = columns?.length ?? 1;
    const list = Array.from({ length }, (_, row) => {
      const first = start + 1 + row * width;
      if (columns === null) return wordAs(rows.type, word(first));
      return Object.fromEntries(columns.map(({ name, type }, column) => [name, wordAs(type, word(first + column))]));
    });
    return [member.name, list];
  });
  return Object.fromEntries(members) as T;
}

function wordAs(type: string, word: string): unknown {
  if (type === "bool") return word.endsWith("1");
  if (type === "address") return `0x${word.slice(24)}`;
  return type.startsWith("int") ? BigInt.asIntN(256, BigInt(`0x${word}`)) : BigInt(`0x${word}`);
}
