import { LitElement } from "lit";
import { Problem } from "./api.ts";

/**
 * A part of a screen. It draws into the page itself, so that one style sheet and the browser's own search hold for
 * everything. Its members share names with those of every element of a page: none may be called remove, title or the like.
 */
export class Part extends LitElement {
  override createRenderRoot(): HTMLElement {
    return this;
  }
}

export function words(error: unknown): string {
  return error instanceof Problem || error instanceof Error ? error.message : String(error);
}
