import { html, type TemplateResult } from "lit";
import { get, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { texts } from "../texts.ts";

interface Run {
  id: string;
  state: string;
  startedAt?: string | null;
  finishedAt?: string | null;
  failure?: string | null;
  progress: { frames: number; done: number };
  request: {
    projectId: string;
    dataUnitId: string;
    modelId: string;
    frameRange: { first: number; last: number };
    confidence: number;
    device: string;
    requester: string;
    requestedAt: string;
  };
  outcome?: { confidence: number; counts: Record<string, number> } | null;
}

const STATES = ["", "queued", "running", "paused", "succeeded", "failed", "cancelled"];

/** The runs of all projects, for auditors: a list with filters, and the whole record of one. */
class Runs extends Part {
  declare run: string;
  private runs: Run[] | undefined;
  private next: string | null = null;
  private state = "";
  private requester = "";
  private record: Run | undefined;
  private error = "";

  static override properties = { run: { attribute: false } };

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("run")) {
      void this.load();
    }
  }

  private async load(more = false): Promise<void> {
    try {
      this.error = "";
      this.record = undefined;
      if (this.run) {
        this.record = await get<Run>(`/inference-runs/${this.run}`);
      } else {
        const filter = new URLSearchParams({ limit: "50" });
        if (this.state) filter.set("state", this.state);
        if (this.requester) filter.set("requester", this.requester);
        if (more && this.next) filter.set("pageToken", this.next);
        const page = await get<Page<Run>>(`/inference-runs?${filter}`);
        this.runs = more ? [...(this.runs ?? []), ...page.items] : page.items;
        this.next = page.nextPageToken;
      }
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <h1>${this.run ? texts.record : texts.runs}</h1>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
      ${this.run ? this.one() : this.list()}
    </div>`;
  }

  private one(): TemplateResult {
    if (!this.record) {
      return html`<p>${texts.loading}</p>`;
    }
    const { request } = this.record;
    return html`
      <p><a href="#/runs">← ${texts.runs}</a> ·
        <a href="#/projects/${request.projectId}/data-units/${request.dataUnitId}?frame=${request.frameRange.first}">${texts.open}</a>
      </p>
      <p>${texts.state[this.record.state]} ${this.record.failure ?? ""}</p>
      ${this.record.outcome ? this.counts(this.record.outcome.counts) : ""}
      <pre class="record" tabindex="0">${JSON.stringify(this.record, null, 2)}</pre>
    `;
  }

  private counts(counts: Record<string, number>): TemplateResult {
    return html`<dl class="counts">
      ${Object.entries(texts.outcome).map(
        ([name, title]) => html`<dt>${title}</dt><dd>${(counts[name] ?? 0).toLocaleString()}</dd>`,
      )}
    </dl>`;
  }

  private list(): TemplateResult {
    return html`
      <form
        class="filters"
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.load();
        }}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          if (input.name === "state") this.state = input.value;
          else this.requester = input.value;
          void this.load();
        }}
      >
        <label>${texts.outcomeTitle}
          <select name="state">
            ${STATES.map((state) => html`<option value=${state}>${state ? texts.state[state] : texts.any}</option>`)}
          </select>
        </label>
        <label>${texts.requester} <input name="requester" /></label>
      </form>
      ${this.runs === undefined
        ? html`<p>${texts.loading}</p>`
        : this.runs.length === 0
          ? html`<p class="empty">${texts.noRuns}</p>`
          : this.table(this.runs)}
    `;
  }

  private table(runs: Run[]): TemplateResult {
    return html`
      <table>
        <thead>
          <tr>
            <th scope="col">${texts.when}</th>
            <th scope="col">${texts.requester}</th>
            <th scope="col">${texts.numbers}</th>
            <th scope="col">${texts.confidence}</th>
            <th scope="col">${texts.outcomeTitle}</th>
            <th scope="col" class="number">${texts.outcome["labelled"]}</th>
          </tr>
        </thead>
        <tbody>
          ${runs.map(
            (run) => html`<tr>
              <td><a href="#/runs/${run.id}">${new Date(run.request.requestedAt).toLocaleString()}</a></td>
              <td>${run.request.requester}</td>
              <td>${run.request.frameRange.first} – ${run.request.frameRange.last}</td>
              <td>${run.request.confidence}</td>
              <td>${texts.state[run.state]}</td>
              <td class="number">${run.outcome?.counts["labelled"]?.toLocaleString() ?? ""}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.next ? html`<button @click=${() => this.load(true)}>…</button>` : ""}
    `;
  }
}

customElements.define("fw-runs", Runs);
