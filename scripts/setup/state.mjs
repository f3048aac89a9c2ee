/**
 * What is installed, and whether that is enough: facts from the disk, and one pure decision on them.
 *
 * A stamp inside node_modules, written after everything else, lists every code file of the installed
 * packages with its size. So a killed install (no stamp), a new lock file or machine (other stamp)
 * and a damaged install (a file missing or of another size) are all told apart from a good one.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export const STAMP = "node_modules/.restaking-ladder.json";
/** Written by npm when an install has come to its end: what is in node_modules. */
const NPM_RECORD = "node_modules/.package-lock.json";
/** Files whose loss breaks a run; documentation and source maps may go. */
const MATTERS = /\.(?:[cm]?js|json|node|wasm|sol)$|^[^.]+$|\.exe$/;

/** `node_modules/node/bin/node`, the Node that every npm script runs on, whatever the system's is. */
function privateNode(platform) {
  return platform === "win32" ? "node_modules/node/bin/node.exe" : "node_modules/node/bin/node";
}

/** Everything the decision depends on, read from `root`. */
export function readFacts(root, { platform = process.platform, arch = process.arch } = {}) {
  const lockText = readText(path.join(root, "package-lock.json"));
  const manifest = JSON.parse(readText(path.join(root, "package.json")) ?? "{}");
  const pinned = manifest.devDependencies?.node;
  const identity = {
    lock: createHash("sha256")
      .update(lockText ?? "")
      .digest("hex"),
    platform,
    arch,
  };
  const stamp = parse(readText(path.join(root, STAMP)));
  return {
    hasLock: lockText !== undefined,
    pinned,
    identity,
    stamp,
    damaged: stamp === undefined ? [] : firstDamaged(root, stamp.files ?? {}),
    absent: stamp === undefined ? absentPackages(root, parse(lockText), platform, arch) : [],
    nodeVersion: versionOf(path.join(root, privateNode(platform))),
  };
}

/**
 * "ready", "adopt" (a complete install by plain `npm ci`, which only lacks the stamp) or "install",
 * with the reason in words.
 */
export function decide({ hasLock, pinned, identity, stamp, damaged, absent, nodeVersion }) {
  if (!hasLock)
    return { action: "impossible", why: "package-lock.json is missing; restore it: git checkout package-lock.json" };
  const badNode = nodeVersion !== `v${pinned}`;
  if (stamp === undefined) {
    if (absent.length === 0 && !badNode) return { action: "adopt" };
    return {
      action: "install",
      why: absent.includes(NPM_RECORD) ? "nothing is installed yet" : "the last install is not complete",
    };
  }
  if (stamp.platform !== identity.platform || stamp.arch !== identity.arch)
    return { action: "install", why: `what is installed is for ${stamp.platform}/${stamp.arch}` };
  if (stamp.lock !== identity.lock) return { action: "install", why: "package-lock.json has changed" };
  if (badNode) return { action: "install", why: "the private Node does not run" };
  if (damaged.length > 0) return { action: "install", why: `${damaged[0]} is damaged or missing` };
  return { action: "ready" };
}

/** Writes the stamp, whole or not at all. */
export function writeStamp(root, identity) {
  const stamp = JSON.stringify({ ...identity, files: listFiles(path.join(root, "node_modules")) });
  const unfinished = path.join(root, `${STAMP}.${process.pid}`);
  writeFileSync(unfinished, stamp);
  renameSync(unfinished, path.join(root, STAMP));
}

/**
 * Packages of the lock file that belong on this machine and that npm has not recorded as installed,
 * or that are gone. On an old Node npm leaves out platform packages in silence: here they show.
 */
function absentPackages(root, lock, platform, arch) {
  const record = parse(readText(path.join(root, NPM_RECORD)));
  if (record === undefined) return [NPM_RECORD];
  return packagesFor(lock, platform, arch).filter(
    (name) => record.packages?.[name]?.version !== lock.packages[name].version || !isThere(root, name),
  );
}

/** How many of the packages that belong here exist, of how many. */
export function countPackages(root, lock) {
  const names = packagesFor(lock, process.platform, process.arch);
  return { done: names.filter((name) => isThere(root, name)).length, total: names.length };
}

/** The folders of the lock file's packages that npm installs on such a machine: they fit, and something that fits asks for them. */
export function packagesFor(lock, platform, arch) {
  const libc = process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
  const packages = lock?.packages ?? {};
  const fits = (allowed, value) => allowed === undefined || allowed.includes(value);
  const belongs = ({ os, cpu, libc: wanted }) =>
    fits(os, platform) && fits(cpu, arch) && (platform !== "linux" || fits(wanted, libc));
  const wanted = new Set();
  const pending = [""];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const dependency of askedFor(packages[name] ?? {})) {
      const found = resolveFrom(packages, name, dependency);
      if (found === undefined || wanted.has(found) || !belongs(packages[found])) continue;
      wanted.add(found);
      pending.push(found);
    }
  }
  return [...wanted];
}

function askedFor({ dependencies, devDependencies, optionalDependencies, peerDependencies }) {
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies });
}

/** The folder in which a package finds another: its own, or one further out. */
function resolveFrom(packages, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf("node_modules/") - 1))) {
    const candidate = `${place === "" ? "" : `${place}/`}node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (place === "") return undefined;
  }
}

function isThere(root, name) {
  return existsSync(path.join(root, name, "package.json"));
}

/** What `node --version` prints there, or nothing: an emptied file or one for another machine does not run. */
export function versionOf(program) {
  if (!existsSync(program)) return undefined;
  const { status, stdout } = spawnSync(program, ["--version"], {
    encoding: "utf8",
    timeout: 20_000,
    windowsHide: true,
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** Sizes of the files that matter, by path below `directory`; npm's own notes and caches are not ours. */
function listFiles(directory, below = "", found = {}) {
  for (const entry of readdirSync(path.join(directory, below), { withFileTypes: true })) {
    if (below === "" && entry.name.startsWith(".") && entry.name !== ".bin") continue;
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) listFiles(directory, name, found);
    else if (MATTERS.test(entry.name)) {
      const size = statSync(path.join(directory, name), { throwIfNoEntry: false })?.size;
      if (size !== undefined) found[name] = size;
    }
  }
  return found;
}

function firstDamaged(root, files) {
  for (const [name, size] of Object.entries(files)) {
    const found = statSync(path.join(root, "node_modules", name), { throwIfNoEntry: false });
    if (found?.size !== size) return [`node_modules/${name}`];
  }
  return [];
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
