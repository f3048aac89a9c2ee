import { readFileSync } from "node:fs";
import { ErrorFragment, EventFragment, FunctionFragment, id } from "ethers";
import { type Entry, entryOf } from "./entries.ts";

/** The list of the real core's ABI: entries by contract. Throws when a selector in it is not its signature's. */
export function publishedAbi(file: URL): Map<string, Entry[]> {
  const contracts = new Map<string, Entry[]>();
  const structs = new Map<string, string>();
  let title = "";
  let parse: (text: string) => Entry | undefined = () => undefined;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("## ")) title = line.slice(3);
    if (title !== "Structs" && line.startsWith("## ")) contracts.set(title, []);
    parse = parserAfter(line, structs) ?? parse;
    const item = /^- `(.+)`(?: (0x[0-9a-f]{8}))?$/.exec(line);
    if (item === null) continue;
    const [, text, selector] = item as unknown as [string, string, string | undefined];
    if (title === "Structs") {
      const [name, fields] = text.split(/[{}]/) as [string, string];
      structs.set(name, fields);
      continue;
    }
    const entry = parse(text);
    if (entry === undefined) throw new Error(`cannot read: ${line}`);
    if (selector !== undefined && id(entry.signature).slice(0, 10) !== selector) {
      throw new Error(`${entry.signature} is not ${selector}`);
    }
    contracts.get(title)?.push(entry);
  }
  return contracts;
}

/** How to read the items below a heading such as "Functions:". */
function parserAfter(line: string, structs: Map<string, string>): ((text: string) => Entry | undefined) | undefined {
  switch (line) {
    case "Functions:":
      return (text) => {
        const [call, results] = text.split(" → ") as [string, string | undefined];
        const returns = results === undefined ? "" : ` returns (${results})`;
        return entryOf(FunctionFragment.from(plainTypes(`function ${call}${returns}`, structs)));
      };
    case "Events:":
      return (text) => entryOf(EventFragment.from(plainTypes(`event ${text}`, structs)));
    case "Errors:":
      return (text) => entryOf(ErrorFragment.from(plainTypes(`error ${text}`, structs)));
    default:
      return undefined;
  }
}

/** Puts tuples for structs and addresses for contracts. */
function plainTypes(text: string, structs: Map<string, string>): string {
  return text.replace(/(?<=[(, ;])([A-Z]\w+)(?=[[\] ,;)])/g, (name) => {
    const fields = structs.get(name);
    if (fields === undefined) return /^I[A-Z]/.test(name) ? "address" : name;
    return `tuple(${plainTypes(`(${fields})`, structs).slice(1, -1).replaceAll(";", ",")})`;
  });
}
