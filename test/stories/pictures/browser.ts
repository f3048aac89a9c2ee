import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Made for a small cloud machine; here they end the browser with its first page. */
const NOT_HERE = new Set(["--single-process", "--no-zygote", "--in-process-gpu"]);

/** A real browser, offline: the one that `CHROME_PATH` names, or on Linux the one of the lock file, or the system's. */
export async function openBrowser(): Promise<Browser> {
  const named = process.env.CHROME_PATH;
  if (named !== undefined) return playwright.launch({ executablePath: named });
  if (process.platform !== "linux" || process.arch !== "x64") return playwright.launch({ channel: "chrome" });
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((arg) => !NOT_HERE.has(arg)),
  });
}
