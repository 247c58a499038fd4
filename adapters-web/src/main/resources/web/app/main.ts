import { html, type TemplateResult } from "lit";
import { Part } from "./base.ts";
import { dialog } from "./dialog.ts";
import { person } from "./person.ts";
import { texts } from "./texts.ts";
import "./screens/audit.ts";
import "./screens/editor.ts";
import "./screens/models.ts";
import "./screens/project.ts";
import "./screens/projects.ts";
import "./screens/run.ts";
import "./screens/runs.ts";

/** The frame of every screen, and which of them is shown: the address behind `#` says it. */
class App extends Part {
  private help = false;
  private readonly changed = (): void => this.requestUpdate();
  private readonly keys = (event: KeyboardEvent): void => this.key(event);

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.changed);
    document.addEventListener("keydown", this.keys);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.changed);
    document.removeEventListener("keydown", this.keys);
  }

  private key(event: KeyboardEvent): void {
    const typing = (event.target as HTMLElement).matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.key === "?" && !typing && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      this.showHelp(true);
    }
  }

  private showHelp(shown: boolean): void {
    this.help = shown;
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const [address, query] = location.hash.replace(/^#\/?/, "").split("?");
    const path = (address ?? "").split("/");
    const place = path[0] === "" ? "projects" : path[0];
    const link = (to: string, title: string): TemplateResult =>
      html`<a href="#/${to}" aria-current=${place === to ? "page" : "false"}>${title}</a>`;
    return html`
      <header class="top">
        <a class="brand" href="#/projects">${texts.product}</a>
        <nav aria-label="Main">
          ${link("projects", texts.projects)} ${link("models", texts.models)}
          ${person().may("audit") ? html`${link("runs", texts.runs)} ${link("audit", texts.audit)}` : ""}
          <a href="/q/swagger-ui">${texts.api}</a>
        </nav>
        <span class="space"></span>
        <button aria-label=${texts.shortcuts} title=${texts.shortcuts} @click=${() => this.showHelp(true)}>?</button>
      </header>
      <main>${this.screen(path, new URLSearchParams(query))}</main>
      ${this.help
        ? dialog(
            texts.shortcuts,
            html`<dl class="keys">${texts.keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>`,
            () => this.showHelp(false),
          )
        : ""}
    `;
  }

  private screen(path: string[], query: URLSearchParams): TemplateResult {
    switch (path[0]) {
      case "projects":
        if (path[2] === "data-units") {
          return html`<fw-editor .project=${path[1]} .dataUnit=${path[3]} .start=${Number(query.get("frame") ?? 0)}></fw-editor>`;
        }
        return path[1] ? html`<fw-project .project=${path[1]} .view=${path[2] ?? ""}></fw-project>` : html`<fw-projects></fw-projects>`;
      case "models":
        return html`<fw-models .model=${path[1] ?? ""}></fw-models>`;
      case "runs":
        return path[1] ? html`<fw-run .run=${path[1]}></fw-run>` : html`<fw-runs></fw-runs>`;
      case "audit":
        return html`<fw-audit></fw-audit>`;
      default:
        return html`<fw-projects></fw-projects>`;
    }
  }
}

customElements.define("fw-app", App);
