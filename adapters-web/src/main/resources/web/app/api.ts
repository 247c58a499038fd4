import { texts } from "./texts.ts";

/** The HTTP API, and nothing else of the server. */

export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

/** A refusal of the server (RFC 9457), in words for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];

  constructor(status: number, body: { detail?: string; title?: string; code?: string; errors?: FieldError[] }) {
    super(
      body.errors && body.errors.length > 0
        ? body.errors.map((error) => error.detail).join(" ")
        : (body.detail ?? body.title ?? texts.answered(status)),
    );
    this.status = status;
    this.code = body.code ?? "";
    this.errors = body.errors ?? [];
  }
}

export interface Page<T> {
  items: T[];
  nextPageToken: string | null;
}

export interface Answered<T> {
  body: T;
  etag: string | null;
}

export async function send<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answered<T>> {
  const json = body !== undefined && !(body instanceof FormData);
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      signal,
      headers: { Accept: "application/json", ...(json ? { "Content-Type": "application/json" } : {}), ...headers },
      body: json ? JSON.stringify(body) : (body as FormData | undefined),
    });
  } catch (e) {
    if (e instanceof DOMException && e.name === "AbortError") {
      throw e;
    }
    throw new Problem(0, { detail: texts.unreachable });
  }
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  if (!response.ok) {
    throw new Problem(response.status, answer);
  }
  return { body: answer as T, etag: response.headers.get("ETag") };
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send<T>("GET", path, undefined, {}, signal)).body;
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return (await send<T>("POST", path, body)).body;
}

/**
 * Sends bytes or a form; a browser tells how far it is only by its older interface.
 *
 * @param progress is told how many bytes have gone
 */
export function transfer(
  method: string,
  path: string,
  body: XMLHttpRequestBodyInit | null,
  headers: Record<string, string> = {},
  progress: (bytes: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, `/api${path}`);
    request.setRequestHeader("Accept", "application/json");
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => progress(event.loaded, event.total);
    request.onload = () => {
      if (request.status < 300) {
        resolve(request);
      } else {
        reject(new Problem(request.status, request.responseText === "" ? {} : JSON.parse(request.responseText)));
      }
    };
    request.onerror = () =>
      reject(new Problem(0, { detail: texts.brokenOff }));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

/** Sends a form with files. */
export async function upload<T>(path: string, form: FormData, progress: (share: number) => void, signal: AbortSignal): Promise<T> {
  const answer = await transfer("POST", path, form, {}, (bytes, total) => progress(bytes / total), signal);
  return JSON.parse(answer.responseText) as T;
}

/**
 * Server-sent events until the one that says it is the last. The browser connects again by itself and tells the server the last
 * event that it has.
 *
 * @param lost is told when the connection breaks, and when it is back
 * @returns ends it
 */
export function events<T extends { last?: boolean }>(
  path: string,
  each: (event: T) => void,
  lost: (is: boolean) => void = () => {},
): () => void {
  const source = new EventSource(`/api${path}`);
  const take = (message: MessageEvent<string>): void => {
    const event = JSON.parse(message.data) as T;
    lost(false);
    each(event);
    if (event.last) {
      source.close();
    }
  };
  source.onerror = () => lost(source.readyState !== EventSource.OPEN);
  source.onopen = () => lost(false);
  source.onmessage = take;
  source.addEventListener("progress", take as EventListener);
  return () => source.close();
}

export function frameUrl(dataUnit: string, frame: number, width: number): string {
  return `/api/data-units/${dataUnit}/frames/${frame}?width=${width}`;
}
