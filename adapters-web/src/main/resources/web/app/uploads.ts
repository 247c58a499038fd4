import { Problem, send, transfer } from "./api.ts";

/**
 * Files that survive a broken connection, a reload and a closed browser (tus 1.0.0): what the server has of them is not sent
 * again.
 */

/** Larger requests than this are cut, for the sake of whatever stands between here and the server. */
const CHUNK = 32 << 20;
/** Files no larger than this take one request. */
const SMALL = 1 << 20;
const AT_ONCE = 4;
const PAUSES = [1, 2, 4, 8, 15];
const PROTOCOL = { "Tus-Resumable": "1.0.0" };
const BYTES = { ...PROTOCOL, "Content-Type": "application/offset+octet-stream" };
const KEY = "upload";

export interface Told {
  /** @param share sent of all files, 0 to 1 */
  sent(share: number): void;
  /** Whether the connection is lost, and waited for. */
  waiting(is: boolean): void;
}

interface Kept {
  /** Path below /api. */
  path: string;
  name: string;
}

/** Uploads files of a project and makes one data unit of them. */
export async function uploadDataUnit<T>(project: string, title: string | null, files: File[], told: Told, signal: AbortSignal): Promise<T> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const sent = new Map<File, number>();
  const paths = new Map<File, string>();
  const waiting = [...files];
  const sender = async (): Promise<void> => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const one = file;
      paths.set(
        one,
        await upload(project, one, told, signal, (bytes) => {
          sent.set(one, bytes);
          told.sent([...sent.values()].reduce((sum, each) => sum + each, 0) / Math.max(1, total));
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  const uploads = files.map((file) => idOf(paths.get(file) ?? ""));
  try {
    const made = await persistent(told, signal, () =>
      send<T>("POST", `/projects/${project}/data-units/from-uploads`, { title, uploads }, {}, signal),
    );
    return made.body;
  } finally {
    if (!signal.aborted) {
      files.forEach((file) => localStorage.removeItem(keyOf(project, file)));
    }
  }
}

/** Names of files of a project that were sent in part, before a reload for instance. */
export function unfinished(project: string): string[] {
  return keysOf(project).map((key) => kept(key)?.name ?? "");
}

/** Gives up what was sent of files of a project. */
export async function giveUp(project: string): Promise<void> {
  for (const key of keysOf(project)) {
    const path = kept(key)?.path;
    localStorage.removeItem(key);
    if (path) {
      await transfer("DELETE", path, null, PROTOCOL).catch(() => {});
    }
  }
}

async function upload(project: string, file: File, told: Told, signal: AbortSignal, sent: (bytes: number) => void): Promise<string> {
  const key = keyOf(project, file);
  let path = kept(key)?.path;
  await persistent(told, signal, async () => {
    let offset = path ? await offsetOf(path, signal) : undefined;
    if (path === undefined || offset === undefined) {
      const created = await create(project, file, signal, sent);
      path = created.path;
      offset = created.offset;
      if (offset < file.size) {
        localStorage.setItem(key, JSON.stringify({ path, name: file.name } satisfies Kept));
      }
    }
    while (offset < file.size) {
      const from: number = offset;
      const answer = await transfer(
        "PATCH",
        path,
        file.slice(from, from + CHUNK),
        { ...BYTES, "Upload-Offset": String(from) },
        (bytes) => sent(from + bytes),
        signal,
      );
      offset = Number(answer.getResponseHeader("Upload-Offset"));
    }
    sent(file.size);
  });
  return path ?? "";
}

async function create(project: string, file: File, signal: AbortSignal, sent: (bytes: number) => void): Promise<{ path: string; offset: number }> {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const about = { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${name}` };
  const small = file.size <= SMALL;
  const answer = await transfer(
    "POST",
    `/projects/${project}/uploads`,
    small ? file : null,
    { ...(small ? BYTES : PROTOCOL), ...about },
    sent,
    signal,
  );
  const place = new URL(answer.getResponseHeader("Location") ?? "", location.href).pathname;
  return { path: place.replace(/^\/api/, ""), offset: Number(answer.getResponseHeader("Upload-Offset")) };
}

/** Undefined when the server does not know it, or not any more. */
async function offsetOf(path: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    return Number((await transfer("HEAD", path, null, PROTOCOL, () => {}, signal)).getResponseHeader("Upload-Offset"));
  } catch (e) {
    if (e instanceof Problem && e.status === 404) {
      return undefined;
    }
    throw e;
  }
}

/** Tries again for as long as nothing but the connection, or the server's state, is in the way. */
async function persistent<T>(told: Told, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      const result = await work();
      told.waiting(false);
      return result;
    } catch (e) {
      const passes = e instanceof Problem && (e.status === 0 || e.status === 409 || e.status >= 500);
      if (!passes || signal.aborted) {
        throw e;
      }
      told.waiting(true);
      await pause(PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 1, signal);
    }
  }
}

/** Ends early when the browser is connected again, or the work is given up. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = (): void => {
      clearTimeout(timer);
      removeEventListener("online", over);
      signal.removeEventListener("abort", over);
      if (signal.aborted) {
        reject(signal.reason);
      } else {
        resolve();
      }
    };
    const timer = setTimeout(over, seconds * 1000);
    addEventListener("online", over);
    signal.addEventListener("abort", over);
  });
}

function keyOf(project: string, file: File): string {
  return [KEY, project, file.webkitRelativePath || file.name, file.size, file.lastModified].join("|");
}

function keysOf(project: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(`${KEY}|${project}|`));
}

function kept(key: string): Kept | undefined {
  const found = localStorage.getItem(key);
  return found === null ? undefined : (JSON.parse(found) as Kept);
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
