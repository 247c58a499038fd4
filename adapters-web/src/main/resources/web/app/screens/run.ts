import { html, type TemplateResult } from "lit";
import "../chart.ts";
import { events, get, post, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { COLOURS, colourOf } from "../colours.ts";
import type { FrameRange } from "../domain/labels.ts";
import { standingOf, type Label } from "../domain/labels.ts";
import { lanes, optionTitle, type Attribute, type Ontology } from "../domain/ontology.ts";
import {
  BINS,
  agreement,
  histogram,
  overTime,
  paceOf,
  topsOf,
  type Agreement,
  type Done,
  type Prediction,
  type Top,
} from "../domain/predictions.ts";
import { duration } from "../domain/time.ts";
import { person } from "../person.ts";
import { texts } from "../texts.ts";

export interface Run {
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
    attachedModelId: string;
    iterationId: string;
    weights: string;
    attribute: string;
    featuresMapping: Record<string, string>;
    merge: boolean;
    ontologyRevision: number;
    frameRange: FrameRange;
    confidence: number;
    smoothing: number;
    stride: number;
    fresh: boolean;
    device: string;
    requester: string;
    requestedAt: string;
    follows?: string | null;
  };
  outcome?: {
    confidence: number;
    confidencePerFeature?: Record<string, number> | null;
    smoothing: number;
    counts: Record<string, number>;
    execution?: {
      device: string;
      engine: string;
      engineVersion: string;
      decodeMillis: number;
      inferMillis: number;
    } | null;
  } | null;
}

interface Progress {
  state: string;
  frames: number;
  done: number;
  framesPerSecond?: number | null;
  secondsLeft?: number | null;
  last?: boolean;
}

const UNFINISHED = ["queued", "running", "paused"];
const AT_ONCE = 10_000;
const STEPS = 60;

/** Everything that a run has said, page by page. */
export async function topsOfRun(run: Run, signal: AbortSignal): Promise<Top[]> {
  const tops: Top[] = [];
  const { first, last } = run.request.frameRange;
  for (let from = first; from <= last; ) {
    const page = await get<{ frameRange: FrameRange; frames: Prediction[] }>(
      `/inference-runs/${run.id}/predictions?first=${from}&last=${Math.min(last, from + AT_ONCE - 1)}`,
      signal,
    );
    topsOf(page.frames, run.request.featuresMapping, run.request.merge, tops);
    from = Math.max(from, page.frameRange.last) + 1;
  }
  return tops;
}

/** The whole record of a run, for auditors, with charts of what it said; and how it differs from another one. */
class RunScreen extends Part {
  declare run: string;
  private record: Run | undefined;
  private attribute: Attribute | undefined;
  private names = { project: "", dataUnit: "", model: "" };
  /** What became of its labels. */
  private standing: { proposed: number; accepted: number } | undefined;
  private tops: Top[] | undefined;
  private others: Run[] = [];
  private other: Run | undefined;
  private compared: Agreement | undefined;
  private progress: Progress | undefined;
  private rates: [number, number][] = [];
  /** Seconds and frames per second. */
  private pace: [number, number][] = [];
  private error = "";
  private leave = new AbortController();
  private stopEvents: () => void = () => {};

  static override properties = { run: { attribute: false } };

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("run")) {
      void this.load();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopEvents();
    this.leave.abort();
  }

  private async load(): Promise<void> {
    this.stopEvents();
    this.leave.abort();
    this.leave = new AbortController();
    this.tops = this.other = this.compared = this.progress = undefined;
    try {
      const record = await get<Run>(`/inference-runs/${this.run}`);
      this.record = record;
      this.requestUpdate();
      await this.loadNames(record);
      if (UNFINISHED.includes(record.state)) {
        this.stopEvents = events<Progress>(`/inference-runs/${this.run}/events`, (event) => this.hear(event));
      } else {
        const { labels } = await get<{ labels: Label[] }>(`/data-units/${record.request.dataUnitId}/labels`);
        this.standing = standingOf(labels, record.id);
        const done = await get<Done[]>(`/inference-runs/${record.id}/pace`);
        this.pace = paceOf(
          done.map(({ frameRange, at }) => ({ count: frameRange.last - frameRange.first + 1, at: Date.parse(at) })),
          Date.parse(record.startedAt ?? ""),
          STEPS,
        );
        this.requestUpdate();
        this.tops = await topsOfRun(record, this.leave.signal);
        await this.loadOthers(record);
      }
    } catch (e) {
      if (!this.leave.signal.aborted) {
        this.error = words(e);
      }
    }
    this.requestUpdate();
  }

  private async loadNames({ request }: Run): Promise<void> {
    const [project, ontology, dataUnit, model] = await Promise.all([
      get<{ title: string }>(`/projects/${request.projectId}`),
      get<Ontology>(`/projects/${request.projectId}/ontology?revision=${request.ontologyRevision}`),
      get<{ title: string }>(`/data-units/${request.dataUnitId}`),
      get<{ title: string }>(`/models/${request.modelId}`),
    ]);
    this.names = { project: project.title, dataUnit: dataUnit.title, model: model.title };
    this.attribute = lanes(ontology).find((lane) => lane.attribute.featureNodeHash === request.attribute)?.attribute;
    this.requestUpdate();
  }

  private async loadOthers(record: Run): Promise<void> {
    const page = await get<Page<Run>>(`/inference-runs?dataUnit=${record.request.dataUnitId}&state=succeeded&limit=100`);
    this.others = page.items.filter(
      (each) => each.id !== record.id && each.request.attribute === record.request.attribute,
    );
  }

  private hear(progress: Progress): void {
    this.progress = progress;
    if (progress.framesPerSecond) {
      this.rates.push([progress.done, progress.framesPerSecond]);
    }
    this.requestUpdate();
    if (progress.last) {
      void this.load();
    }
  }

  private async act(deed: "cancel" | "pause" | "resume" | "retry"): Promise<void> {
    try {
      this.error = "";
      await post(`/inference-runs/${this.run}/${deed}`);
      await this.load();
    } catch (e) {
      this.error = words(e);
      this.requestUpdate();
    }
  }

  private async compare(id: string): Promise<void> {
    this.other = this.others.find((each) => each.id === id);
    this.compared = undefined;
    this.requestUpdate();
    if (this.other && this.tops) {
      try {
        this.compared = agreement(this.tops, await topsOfRun(this.other, this.leave.signal));
      } catch (e) {
        this.error = words(e);
      }
      this.requestUpdate();
    }
  }

  private editor(frame: number): string {
    const { request } = this.record!;
    return `#/projects/${request.projectId}/data-units/${request.dataUnitId}?frame=${frame}`;
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <p><a href="#/runs">← ${texts.runs}</a></p>
      <h1>${texts.record}</h1>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
      ${this.record ? this.whole(this.record) : html`<p role="status">${texts.loading}</p>`}
    </div>`;
  }

  private whole(run: Run): TemplateResult {
    return html`
      ${this.live(run)}
      <div class="halves">
        <section class="card" aria-label=${texts.request}>${this.facts(run)}</section>
        <section class="card" aria-label=${texts.outcomeTitle}>
          <h2>${texts.outcomeTitle}: ${texts.state[run.state]}</h2>
          ${run.failure ? html`<p class="error">${run.failure}</p>` : ""}
          ${run.outcome ? this.counts(run.outcome.counts) : ""} ${this.effect(run)} ${this.speed(run)}
          <div class="buttons">
            <a class="button" href=${this.editor(run.request.frameRange.first)}>${texts.openInEditor}</a>
            <a class="button" download="run-${run.id}.json" href=${this.exported(run)}>${texts.exportRecord}</a>
            <a class="button" download href="/api/data-units/${run.request.dataUnitId}/labels/export?format=csv&run=${run.id}">${texts.exportItsLabels}</a>
            ${(run.outcome?.counts["failed"] ?? 0) > 0 && person().may("run")
              ? html`<button @click=${() => this.act("retry")}>${texts.retryFailed}</button>`
              : ""}
          </div>
        </section>
      </div>
      ${this.tops && this.tops.length > 0 ? this.charts(run, this.tops) : ""} ${this.tops ? this.comparison() : ""}
      <details>
        <summary>${texts.everything}</summary>
        <pre class="record" tabindex="0">${JSON.stringify(run, null, 2)}</pre>
      </details>
    `;
  }

  private live(run: Run): TemplateResult | string {
    if (!UNFINISHED.includes(run.state)) {
      return "";
    }
    const { done, frames } = this.progress ?? run.progress;
    const state = this.progress?.state ?? run.state;
    return html`<div class="card progress" role="status">
      <strong>${texts.state[state]}</strong>
      <progress max=${frames} .value=${done} aria-label=${texts.state[state] ?? state}></progress>
      <span>
        ${done.toLocaleString()} / ${frames.toLocaleString()}
        ${this.progress?.framesPerSecond ? `· ${texts.perSecond(this.progress.framesPerSecond)}` : ""}
        ${this.progress?.secondsLeft ? `· ${texts.left(duration(this.progress.secondsLeft))}` : ""}
      </span>
      ${this.rates.length > 2 ? this.rateChart() : ""}
      <div class="buttons">
        ${state === "paused"
          ? html`<button @click=${() => this.act("resume")}>${texts.resume}</button>`
          : html`<button @click=${() => this.act("pause")}>${texts.pause}</button>`}
        <button @click=${() => this.act("cancel")}>${texts.cancel}</button>
      </div>
    </div>`;
  }

  private paceChart(): TemplateResult {
    const option = {
      xAxis: { type: "value", name: "s" },
      yAxis: { type: "value" },
      series: [{ type: "line", step: "end", showSymbol: false, areaStyle: { opacity: 0.2 }, data: this.pace }],
    };
    return html`<fw-chart .option=${option} .label=${texts.speedChart}></fw-chart>`;
  }

  private rateChart(): TemplateResult {
    const option = {
      xAxis: { type: "value", name: texts.framesDone },
      yAxis: { type: "value" },
      series: [{ type: "line", showSymbol: false, data: this.rates }],
    };
    return html`<fw-chart class="low" .option=${option} .label=${texts.speedChart}></fw-chart>`;
  }

  private facts({ request, startedAt, finishedAt }: Run): TemplateResult {
    const rows: [string, unknown][] = [
      [texts.project, html`<a href="#/projects/${request.projectId}">${this.names.project}</a>`],
      [texts.clip, html`<a href=${this.editor(request.frameRange.first)}>${this.names.dataUnit}</a>`],
      [texts.model, html`<a href="#/models/${request.modelId}">${this.names.model}</a>`],
      [texts.weights, html`<code>${request.weights.slice(0, 16)}…</code>`],
      [texts.question, this.attribute?.title ?? request.attribute],
      [texts.mapping, Object.entries(request.featuresMapping).map(([feature, option]) => `${feature} → ${this.optionName(option)}`).join(", ")],
      [texts.range, `${request.frameRange.first} – ${request.frameRange.last}`],
      [texts.confidence, String(request.confidence)],
      [texts.device, request.device],
      [texts.stride, String(request.stride)],
      [texts.requester, request.requester],
      [texts.when, new Date(request.requestedAt).toLocaleString()],
      [texts.took, startedAt && finishedAt ? duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000) : "–"],
    ];
    return html`<h2>${texts.request}</h2>
      <dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  private optionName(option: string): string {
    return option === "" ? texts.unmappedClass : this.attribute ? optionTitle(this.attribute, option) : option;
  }

  private counts(counts: Record<string, number>): TemplateResult {
    return html`<dl class="counts">
      ${Object.entries(texts.outcome).map(
        ([name, title]) => html`<dt>${title}</dt><dd>${(counts[name] ?? 0).toLocaleString()}</dd>`,
      )}
    </dl>`;
  }

  private effect({ outcome }: Run): TemplateResult | string {
    const labelled = outcome?.counts["labelled"] ?? 0;
    if (!this.standing || labelled === 0) {
      return "";
    }
    const { proposed, accepted } = this.standing;
    return html`<p>${texts.effect(proposed, accepted, Math.max(0, labelled - proposed - accepted))}</p>`;
  }

  private speed({ outcome, startedAt, finishedAt, progress }: Run): TemplateResult | string {
    const execution = outcome?.execution;
    if (!execution || !startedAt || !finishedAt) {
      return "";
    }
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
    return html`<p>
      ${texts.perSecond(progress.done / Math.max(0.001, seconds))} · ${execution.device}, ${execution.engine} ${execution.engineVersion} ·
      ${texts.decoding(duration(execution.decodeMillis / 1_000))} · ${texts.inferring(duration(execution.inferMillis / 1_000))}
    </p>`;
  }

  private exported(run: Run): string {
    return `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(run, null, 2))}`;
  }

  private charts(run: Run, tops: Top[]): TemplateResult {
    return html`<div class="halves">
      <section class="card"><h2>${texts.histogram}</h2>${histogramChart(tops, run.outcome?.confidence ?? 0)}</section>
      <section class="card"><h2>${texts.classesOverTime}</h2>${this.timeChart(run, tops)}</section>
      ${this.pace.length > 1 ? html`<section class="card"><h2>${texts.speedChart}</h2>${this.paceChart()}</section>` : ""}
    </div>`;
  }

  private timeChart(run: Run, tops: Top[]): TemplateResult {
    const parts = overTime(tops, run.request.frameRange, STEPS);
    const all = [...new Set(tops.map((top) => top.option ?? ""))];
    const option = {
      xAxis: { type: "category", data: parts.map((part) => part.first) },
      yAxis: { type: "value" },
      series: all.map((each) => ({
        name: this.optionName(each),
        type: "bar",
        stack: "classes",
        barCategoryGap: 0,
        itemStyle: { color: colourOf(this.attribute, each) },
        data: parts.map((part) => part.counts.get(each) ?? 0),
      })),
    };
    const said = all.map((each) => `${this.optionName(each)}: ${tops.filter((top) => (top.option ?? "") === each).length}`);
    return html`<fw-chart .option=${option} .label="${texts.classesOverTime}. ${said.join(", ")}"></fw-chart>`;
  }

  private comparison(): TemplateResult {
    return html`<section class="card">
      <h2>${texts.compare}</h2>
      ${this.others.length === 0
        ? html`<p class="empty">${texts.nothingToCompare}</p>`
        : html`<label>
            ${texts.compareWith}
            <select @change=${(event: Event) => this.compare((event.target as HTMLSelectElement).value)}>
              <option value="">–</option>
              ${this.others.map(
                (each) => html`<option value=${each.id}>
                  ${new Date(each.request.requestedAt).toLocaleString()}, ${each.request.frameRange.first} – ${each.request.frameRange.last},
                  ${each.request.modelId === this.record?.request.modelId ? this.names.model : each.request.modelId.slice(0, 8)}
                </option>`,
              )}
            </select>
          </label>`}
      ${this.compared ? this.differences(this.compared) : ""}
    </section>`;
  }

  private differences({ both, same, differ }: Agreement): TemplateResult {
    return html`
      <p role="status"><strong>${texts.agree(same, both)}</strong></p>
      <ul class="plain ranges">
        ${differ.slice(0, 100).map(
          ({ first, last }) => html`<li><a href=${this.editor(first)}>${first === last ? first : `${first} – ${last}`}</a></li>`,
        )}
      </ul>
      ${differ.length > 100 ? html`<p>${texts.more(differ.length - 100)}</p>` : ""}
    `;
  }
}

/** Frames by confidence of their most probable answer, those below a threshold in another colour. */
export function histogramChart(tops: Top[], threshold: number): TemplateResult {
  const below = histogram(tops.filter((top) => top.confidence < threshold));
  const above = histogram(tops.filter((top) => top.confidence >= threshold));
  const bar = { type: "bar", stack: "frames", barCategoryGap: "10%" };
  const option = {
    xAxis: { type: "category", data: above.map((_, bin) => (bin / BINS).toFixed(2)) },
    yAxis: { type: "value" },
    series: [
      { ...bar, name: texts.fromThreshold, data: above, itemStyle: { color: COLOURS[0] } },
      { ...bar, name: texts.belowThreshold, data: below, itemStyle: { color: "#8b95a3" } },
    ],
  };
  const label = texts.histogramSays(tops.filter((top) => top.confidence >= threshold).length, tops.length, threshold);
  return html`<fw-chart .option=${option} .label=${label}></fw-chart>`;
}

customElements.define("fw-run", RunScreen);
