import { writeFile } from "node:fs/promises";
import { makeReady } from "../lib/ready.ts";

/** Plays every story under every rule and writes docs/pricing-rules.md. */
await makeReady();
const { compareAll, pricingPage } = await import("./page.ts");
await writeFile(new URL("../../docs/pricing-rules.md", import.meta.url), pricingPage(await compareAll()));
