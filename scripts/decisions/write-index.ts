import { writeFileSync } from "node:fs";
import { INDEX, readDecisions, writeIndex } from "./index-page.ts";

/** `npx node scripts/decisions/write-index.ts`: writes docs/decisions/README.md from the decisions. */
writeFileSync(INDEX, writeIndex(readDecisions(process.cwd())));
