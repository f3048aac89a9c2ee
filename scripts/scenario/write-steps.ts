import { writeFileSync } from "node:fs";
import path from "node:path";
import { STEPS_PAGE, stepsPage } from "./steps-page.ts";

/** Writes docs/steps.md from the modules of steps and readings, and the stories. */
const root = path.resolve(import.meta.dirname, "../..");
writeFileSync(path.join(root, STEPS_PAGE), stepsPage(root));
