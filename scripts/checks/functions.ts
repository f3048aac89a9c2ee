/** A function found in a source: its name, where it stands, and the text of its body. */
export interface FoundFunction {
  name: string;
  index: number;
  body: string;
}

/** Code with comments and the insides of strings blanked, so that brackets can be counted; same length, same lines. */
export function blankStrings(text: string): string {
  return text.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
    (piece) => {
      const quote = piece[0] === "/" ? " " : (piece[0] as string);
      return quote + piece.slice(1, -1).replace(/[^\n]/g, " ") + quote;
    },
  );
}

/** The text from the bracket at `start` to the one that closes it. */
export function bracketed(code: string, start: number): string {
  let depth = 0;
  for (let index = start; index < code.length; index++) {
    if ("([{".includes(code[index] as string)) depth++;
    else if (")]}".includes(code[index] as string) && --depth === 0) return code.slice(start, index + 1);
  }
  return code.slice(start);
}

/** Functions of blanked Solidity: `function name(…) … { body }`. */
export function solidityFunctions(code: string): FoundFunction[] {
  return [...code.matchAll(/\bfunction\s+(\w+)\s*\(/g)].flatMap((match) => {
    const end = code.slice(match.index).search(/[{;]/) + match.index;
    return code[end] === "{" ? [{ name: match[1] as string, index: match.index, body: bracketed(code, end) }] : [];
  });
}

/** Functions of blanked TypeScript: declarations, and constants that hold an arrow function. */
export function typescriptFunctions(code: string): FoundFunction[] {
  const declared = [...code.matchAll(/\bfunction\s*\*?\s+(\w+)\s*(?:<[^>]*>)?\(/g)].map((match) => {
    const afterParameters = match.index + match[0].length - 1;
    const parameters = bracketed(code, afterParameters);
    const start = code.indexOf("{\n", afterParameters + parameters.length);
    return { name: match[1] as string, index: match.index, body: start < 0 ? "" : bracketed(code, start) };
  });
  const arrows = [...code.matchAll(/\bconst\s+(\w+)\s*=\s*(?:async\s*)?(?:<[^>]*>\s*)?\(/g)].flatMap((match) => {
    const parametersAt = match.index + match[0].length - 1;
    const rest = code.slice(parametersAt + bracketed(code, parametersAt).length);
    const arrow = /^\s*(?::[^=;]*?)?=>\s*/.exec(rest);
    if (arrow === null) return [];
    const body = rest.slice(arrow[0].length);
    const text = body.startsWith("{") ? bracketed(body, 0) : (body.split(/;\s*\n/)[0] ?? "");
    return [{ name: match[1] as string, index: match.index, body: text }];
  });
  return [...declared, ...arrows];
}

/** Names of the functions whose body asserts, itself or through another of them. */
export function assertingNames(functions: FoundFunction[], assertion: RegExp): Set<string> {
  const names = new Set(functions.filter(({ body }) => assertion.test(body)).map(({ name }) => name));
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const { name, body } of functions) if (calls(body, names)) names.add(name);
  }
  return names;
}

/** Whether the body calls one of the names. */
export function calls(body: string, names: Set<string>): boolean {
  return [...body.matchAll(/\b(\w+)\s*(?:<[^>()]*>)?\(/g)].some((match) => names.has(match[1] as string));
}
