import { html, type TemplateResult } from "lit";
import { get, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { take } from "../filters.ts";
import { texts } from "../texts.ts";
import type { Run } from "./run.ts";

const STATES = ["", "queued", "running", "paused", "succeeded", "failed", "cancelled"];
const LIVE = ["queued", "running", "paused"];
const AGAIN_MILLIS = 2_000;

interface Named {
  id: string;
  title: string;
}

/** The runs of all projects, for auditors, by everything that the API filters by. */
class Runs extends Part {
  private runs: Run[] | undefined;
  private next: string | null = null;
  private projects: Named[] = [];
  private models: Named[] = [];
  private filter = new URLSearchParams();
  private error = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    void this.loadNames();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private async loadNames(): Promise<void> {
    try {
      const [projects, models] = await Promise.all([
        get<Page<Named>>("/projects?limit=100"),
        get<Page<Named>>("/models?limit=100"),
      ]);
      this.projects = projects.items;
      this.models = models.items;
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private async load(more = false): Promise<void> {
    clearTimeout(this.timer);
    try {
      const asked = new URLSearchParams(this.filter);
      asked.set("limit", "50");
      if (more && this.next) {
        asked.set("pageToken", this.next);
      }
      const page = await get<Page<Run>>(`/inference-runs?${asked}`);
      this.error = "";
      this.runs = more ? [...(this.runs ?? []), ...page.items] : page.items;
      this.next = page.nextPageToken;
    } catch (e) {
      this.error = words(e);
    }
    if (this.isConnected && this.runs?.some((run) => LIVE.includes(run.state))) {
      this.timer = setTimeout(() => void this.refresh(), AGAIN_MILLIS);
    }
    this.requestUpdate();
  }

  /** The states of those that are not over, as they are now. */
  private async refresh(): Promise<void> {
    try {
      const live = (this.runs ?? []).filter((run) => LIVE.includes(run.state));
      const now = new Map((await Promise.all(live.map((run) => get<Run>(`/inference-runs/${run.id}`)))).map((run) => [run.id, run]));
      this.runs = this.runs?.map((run) => now.get(run.id) ?? run);
      if (this.isConnected && [...now.values()].some((run) => LIVE.includes(run.state))) {
        this.timer = setTimeout(() => void this.refresh(), AGAIN_MILLIS);
      }
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private changed(event: Event): void {
    take(this.filter, event);
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <h1>${texts.runs}</h1>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""} ${this.filters()}
      ${this.runs === undefined
        ? html`<p role="status">${texts.loading}</p>`
        : this.runs.length === 0
          ? html`<p class="empty">${this.filter.size > 0 ? texts.noRunFits : texts.noRuns}</p>`
          : this.table(this.runs)}
    </div>`;
  }

  private filters(): TemplateResult {
    const choice = (name: string, title: string, all: Named[]): TemplateResult => html`<label>${title}
      <select name=${name}>
        <option value="">${texts.any}</option>
        ${all.map((each) => html`<option value=${each.id}>${each.title}</option>`)}
      </select>
    </label>`;
    return html`
      <form class="filters" @submit=${(event: Event) => event.preventDefault()} @change=${this.changed}>
        <label>${texts.stateTitle}
          <select name="state">
            ${STATES.map((state) => html`<option value=${state}>${state ? texts.state[state] : texts.any}</option>`)}
          </select>
        </label>
        ${choice("project", texts.project, this.projects)} ${choice("model", texts.model, this.models)}
        <label>${texts.requester} <input name="requester" size="12" /></label>
        <label>${texts.from} <input name="from" type="datetime-local" /></label>
        <label>${texts.until} <input name="to" type="datetime-local" /></label>
        <label>${texts.clipId} <input name="dataUnit" size="12" /></label>
        <label>${texts.attachedId} <input name="attachedModel" size="12" /></label>
      </form>
    `;
  }

  private nameOf(all: Named[], id: string): string {
    return all.find((each) => each.id === id)?.title ?? id.slice(0, 8);
  }

  private table(runs: Run[]): TemplateResult {
    return html`
      <div class="wide" tabindex="0" role="region" aria-label=${texts.runs}>
        <table>
          <thead>
            <tr>
              <th scope="col">${texts.when}</th>
              <th scope="col">${texts.project}</th>
              <th scope="col">${texts.model}</th>
              <th scope="col">${texts.requester}</th>
              <th scope="col">${texts.numbers}</th>
              <th scope="col" class="number">${texts.confidence}</th>
              <th scope="col">${texts.stateTitle}</th>
              <th scope="col" class="number">${texts.outcome["labelled"]}</th>
            </tr>
          </thead>
          <tbody>
            ${runs.map(
              (run) => html`<tr>
                <td><a href="#/runs/${run.id}">${new Date(run.request.requestedAt).toLocaleString()}</a></td>
                <td>${this.nameOf(this.projects, run.request.projectId)}</td>
                <td>${this.nameOf(this.models, run.request.modelId)}</td>
                <td>${run.request.requester}</td>
                <td>${run.request.frameRange.first} – ${run.request.frameRange.last}</td>
                <td class="number">${run.outcome?.confidence ?? run.request.confidence}</td>
                <td>
                  ${texts.state[run.state]}
                  ${LIVE.includes(run.state)
                    ? html`<progress max=${run.progress.frames} .value=${run.progress.done} aria-label=${texts.state[run.state] ?? ""}></progress>`
                    : ""}
                </td>
                <td class="number">${run.outcome?.counts["labelled"]?.toLocaleString() ?? ""}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${this.next ? html`<p><button @click=${() => this.load(true)}>${texts.showMore}</button></p>` : ""}
    `;
  }
}

customElements.define("fw-runs", Runs);
