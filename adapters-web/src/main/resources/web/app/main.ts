import { html, type TemplateResult } from "lit";
import { Part } from "./base.ts";
import { person } from "./person.ts";
import { texts } from "./texts.ts";
import "./screens/projects.ts";
import "./screens/project.ts";
import "./screens/editor.ts";
import "./screens/runs.ts";

/** The frame of every screen, and which of them is shown: the address behind `#` says it. */
class App extends Part {
  private readonly changed = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.changed);
  }

  override render(): TemplateResult {
    const [address, query] = location.hash.replace(/^#\/?/, "").split("?");
    const path = (address ?? "").split("/");
    return html`
      <header class="top">
        <a class="brand" href="#/">${texts.product}</a>
        <nav aria-label="Main">
          <a href="#/" aria-current=${path[0] === "runs" ? "false" : "page"}>${texts.projects}</a>
          ${person().may("audit")
            ? html`<a href="#/runs" aria-current=${path[0] === "runs" ? "page" : "false"}>${texts.runs}</a>`
            : ""}
          <a href="/q/swagger-ui">${texts.api}</a>
        </nav>
      </header>
      <main>${this.screen(path, new URLSearchParams(query))}</main>
    `;
  }

  private screen(path: string[], query: URLSearchParams): TemplateResult {
    if (path[0] === "projects" && path[2] === "data-units") {
      return html`<fw-editor .project=${path[1]} .dataUnit=${path[3]} .start=${Number(query.get("frame") ?? 0)}></fw-editor>`;
    }
    if (path[0] === "projects") {
      return html`<fw-project .project=${path[1]}></fw-project>`;
    }
    if (path[0] === "runs") {
      return html`<fw-runs .run=${path[1] ?? ""}></fw-runs>`;
    }
    return html`<fw-projects></fw-projects>`;
  }
}

customElements.define("fw-app", App);
