import { writeFileSync } from "node:fs";
import path from "node:path";
import { commandLineOf } from "../lib/command-line.ts";
import { ROOT } from "./copy.ts";
import { knowledgeOf } from "./know.ts";
import { PAGE, writePage } from "./page.ts";

/** `npm run findings:page`: writes docs/findings.md from the list, the tests and the flaws. */
commandLineOf({});
writeFileSync(path.join(ROOT, PAGE), writePage(knowledgeOf(ROOT)));
