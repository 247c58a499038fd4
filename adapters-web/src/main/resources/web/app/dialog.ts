import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { texts } from "./texts.ts";

/** Something in front of the page that has the keyboard until it is closed; Escape closes it. */
export function dialog(heading: string, content: TemplateResult, closed: () => void): TemplateResult {
  return html`<dialog
    class="modal"
    aria-label=${heading}
    @close=${closed}
    ${ref((element) => {
      const shown = element as HTMLDialogElement | undefined;
      // It is told of its element before that is in the page.
      queueMicrotask(() => shown?.isConnected && !shown.open && shown.showModal());
    })}
  >
    <div class="heading">
      <h2>${heading}</h2>
      <button class="quiet" @click=${(event: Event) => (event.target as Element).closest("dialog")?.close()}>${texts.close}</button>
    </div>
    ${content}
  </dialog>`;
}
