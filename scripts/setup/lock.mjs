/**
 * One set-up at a time in one directory. The lock is a file that names who holds it: the set-up, and
 * the npm it has started (which may outlive a killed set-up and is then still writing). It is refreshed
 * every two seconds, so that a holder that was killed, or whose process number belongs to somebody
 * else by now, does not hold it for ever.
 */
import { hostname } from "node:os";
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";

const REFRESH_MS = 2_000;
const SILENT_AFTER_MS = 30_000;
/** An npm without its set-up, or what it has started, is given this long to end. */
const ORPHAN_AFTER_MS = 300_000;

/** Waits for the lock, calling `onWait` once if somebody holds it, and gives what names npm's process and lets go. */
export async function takeLock(file, onWait, pollMs = 250) {
  const token = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  const content = (child) => JSON.stringify({ pid: process.pid, child, host: hostname(), token });
  for (let waited = false; !create(file, content());) {
    if (isStale(file)) {
      steal(file, token);
      continue;
    }
    if (!waited) onWait();
    waited = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const refresh = setInterval(() => touch(file), REFRESH_MS);
  refresh.unref();
  const release = () => {
    clearInterval(refresh);
    if (read(file)?.holder?.token === token) rmSync(file, { force: true });
  };
  return { release, setChild: (child) => writeFileSync(file, content(child)) };
}

/** Whether its holder is gone: its processes have ended, or it has long been silent. */
function isStale(file) {
  const found = read(file);
  if (found === undefined) return false;
  const { holder, silentMs } = found;
  if (holder === undefined || holder.host !== hostname()) return silentMs > SILENT_AFTER_MS;
  const setupLives = isAlive(holder.pid) && silentMs < SILENT_AFTER_MS;
  const npmLives = holder.child !== undefined && isGroupAlive(holder.child) && silentMs < ORPHAN_AFTER_MS;
  return !setupLives && !npmLives;
}

function create(file, content) {
  try {
    const descriptor = openSync(file, "wx");
    writeFileSync(descriptor, content);
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error.code === "EEXIST" || error.code === "EPERM") return false;
    throw error;
  }
}

/** Moves a stale lock aside; of several that try, one succeeds, and a lock that was fresh after all goes back. */
function steal(file, token) {
  const aside = `${file}.${token}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (isStale(aside)) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function read(file) {
  try {
    const silentMs = Date.now() - statSync(file).mtimeMs;
    const text = readFileSync(file, "utf8");
    try {
      return { silentMs, holder: JSON.parse(text) };
    } catch {
      return { silentMs, holder: undefined };
    }
  } catch {
    return undefined;
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // the directory is gone or the lock was taken over: nothing to refresh
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Whether npm lives, or anything that it has started: on POSIX it leads a process group. */
function isGroupAlive(pid) {
  return process.platform === "win32" ? isAlive(pid) : isAlive(-pid);
}
