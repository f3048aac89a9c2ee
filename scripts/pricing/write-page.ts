import { writeFile } from "node:fs/promises";
import { compareAll, pricingPage } from "./page.ts";

/** Plays every story under every rule and writes docs/pricing-rules.md. */
await writeFile(new URL("../../docs/pricing-rules.md", import.meta.url), pricingPage(await compareAll()));
