import { html, type PropertyValues, type TemplateResult } from "lit";
import { events, get, post, send } from "../api.ts";
import { stretches, type Thresholds, type Top } from "../domain/predictions.ts";
import { histogramChart, topsOfRun, type Run } from "../screens/run.ts";
import { Part, words } from "../base.ts";
import type { FrameRange } from "../domain/labels.ts";
import { optionTitle, type Lane } from "../domain/ontology.ts";
import { duration } from "../domain/time.ts";
import { texts } from "../texts.ts";

export interface AttachedModel {
  id: string;
  modelId: string;
  attribute: string;
  enabled: boolean;
  archived: boolean;
}

interface Forecast {
  frames: number;
  eligible: number;
  gatedOut: number;
  kept: number;
  sampled: number;
  reused: number;
  seconds?: number | null;
}

interface Progress {
  frames: number;
  done: number;
  framesPerSecond?: number | null;
  secondsLeft?: number | null;
  last?: boolean;
}

interface Preview {
  steps: { confidence: number; counts: Record<string, number>; labelled: Record<string, number> }[];
}

/** The panel behind "Automated labeling": what to run, how far it is, and what became of it. */
class AutomatedLabeling extends Part {
  declare project: string;
  declare dataUnit: string;
  declare frames: number;
  declare lanes: Lane[];
  declare selection: FrameRange | undefined;
  declare attached: AttachedModel[];
  declare titles: Map<string, string>;
  private chosen = "";
  private nested = new Set<string>();
  private rangeKind: "whole" | "selection" | "numbers" = "whole";
  private first = 0;
  private last = 0;
  private confidence = 0.6;
  private device = "auto";
  private choices: string[] = ["auto", "cpu"];
  private stride = 1;
  private smoothing = 1;
  private fresh = false;
  private forecast: Forecast | undefined;
  private error = "";
  private progress: Progress | undefined;
  private batch = "";
  private runs: Run[] = [];
  private preview: Preview | undefined;
  private moved: number | undefined;
  private note = "";
  private tops: Top[] = [];
  private lost = false;
  private leave = new AbortController();
  private asking: AbortController | undefined;
  private stopEvents: () => void = () => {};

  static override properties = {
    project: { attribute: false },
    dataUnit: { attribute: false },
    frames: { attribute: false },
    lanes: { attribute: false },
    selection: { attribute: false },
    attached: { attribute: false },
    titles: { attribute: false },
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.last = this.frames - 1;
    this.rangeKind = this.selection ? "selection" : "whole";
    this.chosen = this.attached[0]?.id ?? "";
    void this.loadDevices();
    void this.ask();
    void this.goOn();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopEvents();
    this.leave.abort();
    this.tell("preview");
  }

  override firstUpdated(): void {
    this.querySelector("select")?.focus();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("selection") && this.rangeKind === "selection") {
      void this.ask();
    }
  }

  private async loadDevices(): Promise<void> {
    try {
      this.choices = (await get<{ choices: string[] }>("/devices")).choices;
      this.requestUpdate();
    } catch (e) {
      this.error = words(e);
    }
  }

  private range(): FrameRange {
    if (this.rangeKind === "selection" && this.selection) {
      return this.selection;
    }
    return this.rangeKind === "numbers" ? { first: this.first, last: this.last } : { first: 0, last: this.frames - 1 };
  }

  private common(): Record<string, unknown> {
    return {
      dataUnitId: this.dataUnit,
      frameRange: this.range(),
      fresh: this.fresh,
      stride: this.stride,
      device: this.device,
    };
  }

  private model(id: string): Record<string, unknown> {
    return { attachedModelId: id, confidence: this.confidence, smoothing: this.smoothing };
  }

  /** What the run would do; of several questions only the last answer counts. */
  private async ask(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    if (!this.chosen) {
      return;
    }
    try {
      const body = { ...this.common(), ...this.model(this.chosen) };
      const forecast = await send<Forecast>(
        "POST",
        `/projects/${this.project}/inference-runs/forecast`,
        body,
        {},
        signal,
      );
      this.forecast = forecast.body;
      this.error = "";
    } catch (e) {
      if (signal.aborted) {
        return;
      }
      this.forecast = undefined;
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private async start(): Promise<void> {
    try {
      this.error = "";
      this.note = "";
      this.runs = [];
      this.preview = undefined;
      const models = [this.chosen, ...this.nested].map((id) => this.model(id));
      const batch = await post<{ id: string }>(`/projects/${this.project}/inference-runs/cascade`, {
        ...this.common(),
        models,
      });
      sessionStorage.setItem(this.key(), batch.id);
      this.listen(batch.id);
    } catch (e) {
      this.error = words(e);
      this.requestUpdate();
    }
  }

  /** Where the last batch of this clip is kept, so that a page that is loaded again goes on with it. */
  private key(): string {
    return `batch of ${this.dataUnit}`;
  }

  private async goOn(): Promise<void> {
    const batch = sessionStorage.getItem(this.key());
    if (batch) {
      this.listen(batch);
    }
  }

  private listen(batch: string): void {
    this.batch = batch;
    this.progress = { frames: 1, done: 0 };
    this.closest(".panel")?.scrollTo({ top: 0 });
    this.requestUpdate();
    this.stopEvents = events<Progress>(
      `/inference-batches/${batch}/events`,
      (event) => this.hear(event),
      (lost) => {
        this.lost = lost;
        this.requestUpdate();
      },
    );
  }

  private tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Shows on the timeline what the threshold would give. */
  private showPreview(): void {
    const run = this.runs[0];
    const moved = run && this.moved !== run.outcome?.confidence;
    this.tell(
      "preview",
      moved && this.tops.length > 0
        ? { attribute: run.request.attribute, stretches: stretches(this.tops, this.thresholds(run)) }
        : undefined,
    );
  }

  private thresholds({ outcome }: Run): Thresholds {
    return {
      confidence: this.moved ?? 0,
      perOption: outcome?.confidencePerFeature ?? {},
      smoothing: outcome?.smoothing ?? 1,
    };
  }

  private hear(progress: Progress): void {
    const more = progress.done > (this.progress?.done ?? 0);
    this.progress = progress;
    this.requestUpdate();
    if (more || progress.last) {
      this.tell("landed");
    }
    if (progress.last) {
      void this.ended();
    }
  }

  private async ended(): Promise<void> {
    try {
      this.runs = await get<Run[]>(`/inference-batches/${this.batch}/runs`);
      this.progress = undefined;
      this.closest(".panel")?.scrollTo({ top: 0 });
      await this.showOutcome();
      const run = this.runs[0];
      if (run?.outcome && run.state === "succeeded") {
        this.moved = run.outcome.confidence;
        this.preview = await get<Preview>(`/inference-runs/${run.id}/threshold-preview`);
        this.tops = await topsOfRun(run, this.leave.signal);
      }
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  /** Who has started the run by the keyboard goes on at what it has found. */
  private async showOutcome(): Promise<void> {
    const here = this.contains(document.activeElement) || document.activeElement === document.body;
    this.requestUpdate();
    await this.updateComplete;
    if (here) {
      this.querySelector<HTMLElement>("h3[tabindex]")?.focus();
    }
  }

  private async cancelRun(): Promise<void> {
    try {
      await post(`/inference-batches/${this.batch}/cancel`);
    } catch (e) {
      this.error = words(e);
      this.requestUpdate();
    }
  }

  private async moveThreshold(): Promise<void> {
    const run = this.runs[0];
    if (!run) {
      return;
    }
    try {
      // What is left out is off: the rest stays as it is.
      const { smoothing, confidencePerFeature } = run.outcome ?? {};
      const change = { confidence: this.moved, smoothing, confidencePerFeature };
      const moved = await send<Run>("PATCH", `/inference-runs/${run.id}`, change);
      this.runs = [moved.body, ...this.runs.slice(1)];
      this.tell("landed");
      this.showPreview();
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private async review(decision: "accept" | "reject"): Promise<void> {
    try {
      let frames = 0;
      for (const run of this.runs) {
        const done = await post<{ frames?: number }>(`/data-units/${this.dataUnit}/labels/review`, {
          decision,
          runId: run.id,
        });
        frames += done.frames ?? 0;
      }
      this.note = texts.reviewed(frames);
      this.tell("landed");
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private lane(attached: AttachedModel | undefined): Lane | undefined {
    return this.lanes.find((lane) => lane.attribute.featureNodeHash === attached?.attribute);
  }

  private belowChosen(): AttachedModel[] {
    const top = this.attached.find((each) => each.id === this.chosen)?.attribute;
    return this.attached.filter((each) => this.lane(each)?.gate.some((condition) => condition.attribute === top));
  }

  override render(): TemplateResult {
    return html`
      <div class="heading">
        <h2>${texts.automatedLabeling}</h2>
        <button class="quiet" @click=${() => this.tell("close")}>${texts.close}</button>
      </div>
      ${this.attached.length === 0
        ? html`<p class="empty">${texts.noModels}</p>`
        : html`${this.state()} ${this.runs.length > 0 ? this.outcome() : ""} ${this.settings()}`}
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
      ${this.note ? html`<p role="status">${this.note}</p>` : ""}
    `;
  }

  private settings(): TemplateResult {
    return html`
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.start();
        }}
      >
        <h3>${texts.classification}</h3>
        <label>
          ${texts.model}
          <select
            @change=${(event: Event) => {
              this.chosen = (event.target as HTMLSelectElement).value;
              this.nested.clear();
              void this.ask();
            }}
          >
            ${this.attached.map(
              (each) => html`<option value=${each.id} ?selected=${each.id === this.chosen}>
                ${this.titles.get(each.modelId) ?? each.modelId} — ${this.lane(each)?.attribute.title ?? ""}
              </option>`,
            )}
          </select>
        </label>
        ${this.cascade()} ${this.ranges()}
        <label>
          ${texts.confidence}
          <span class="both">
            <input
              type="range"
              min="0"
              max="1"
              step="0.01"
              aria-label=${texts.confidence}
              .value=${String(this.confidence)}
              @input=${(event: Event) => this.number("confidence", event)}
            />
            <input
              type="number"
              min="0"
              max="1"
              step="0.01"
              .value=${String(this.confidence)}
              @change=${(event: Event) => this.number("confidence", event)}
            />
          </span>
        </label>
        ${this.advanced()}
        <p class="forecast" role="status">${this.forecastLine()}</p>
        <button class="primary" ?disabled=${this.progress !== undefined || !this.forecast}>${texts.run}</button>
      </form>
    `;
  }

  private cascade(): TemplateResult | string {
    const below = this.belowChosen();
    return below.length === 0
      ? ""
      : html`<fieldset class="plain-set">
          <legend>${texts.cascadeOf}</legend>
          ${below.map(
            (each) => html`<label class="check">
              <input
                type="checkbox"
                .checked=${this.nested.has(each.id)}
                @change=${(event: Event) => {
                  if ((event.target as HTMLInputElement).checked) {
                    this.nested.add(each.id);
                  } else {
                    this.nested.delete(each.id);
                  }
                  this.requestUpdate();
                }}
              />
              ${this.titles.get(each.modelId)} — ${this.lane(each)?.attribute.title}
            </label>`,
          )}
        </fieldset>`;
  }

  private ranges(): TemplateResult {
    const kind = (value: "whole" | "selection" | "numbers", title: string, off = false): TemplateResult => html`
      <label class="check">
        <input
          type="radio"
          name="range"
          ?disabled=${off}
          .checked=${this.rangeKind === value}
          @change=${() => {
            this.rangeKind = value;
            void this.ask();
            this.requestUpdate();
          }}
        />
        ${title}
      </label>
    `;
    return html`<fieldset class="plain-set">
      <legend>${texts.range}</legend>
      ${kind("whole", texts.wholeClip)}
      ${kind(
        "selection",
        this.selection ? `${texts.selection}: ${this.selection.first} – ${this.selection.last}` : texts.selection,
        !this.selection,
      )}
      ${kind("numbers", texts.numbers)}
      ${this.rangeKind === "numbers"
        ? html`<span class="both">
            <input type="number" min="0" max=${this.frames - 1} aria-label="${texts.numbers}, first"
              .value=${String(this.first)} @change=${(event: Event) => this.number("first", event)} />
            ${texts.to}
            <input type="number" min="0" max=${this.frames - 1} aria-label="${texts.numbers}, last"
              .value=${String(this.last)} @change=${(event: Event) => this.number("last", event)} />
          </span>`
        : ""}
    </fieldset>`;
  }

  private advanced(): TemplateResult {
    return html`<details>
      <summary>${texts.advanced}</summary>
      <label>
        ${texts.device}
        <select
          @change=${(event: Event) => {
            this.device = (event.target as HTMLSelectElement).value;
            void this.ask();
          }}
        >
          ${this.choices.map((each) => html`<option ?selected=${each === this.device}>${each}</option>`)}
        </select>
        ${this.choices.some((each) => each.startsWith("gpu")) ? "" : html`<small>${texts.noGpu}</small>`}
      </label>
      <label>
        ${texts.stride}
        <input type="number" min="1" max="10000" .value=${String(this.stride)}
          @change=${(event: Event) => this.number("stride", event)} />
      </label>
      <label>
        ${texts.smoothing}
        <input type="number" min="1" max="10000" .value=${String(this.smoothing)}
          @change=${(event: Event) => this.number("smoothing", event)} />
      </label>
      <label class="check">
        <input type="checkbox" .checked=${this.fresh}
          @change=${(event: Event) => {
            this.fresh = (event.target as HTMLInputElement).checked;
            void this.ask();
          }} />
        ${texts.fresh}
      </label>
    </details>`;
  }

  private number(name: "confidence" | "first" | "last" | "stride" | "smoothing", event: Event): void {
    this[name] = Number((event.target as HTMLInputElement).value);
    this.requestUpdate();
    void this.ask();
  }

  private forecastLine(): string {
    const forecast = this.forecast;
    if (!forecast) {
      return this.error ? "" : texts.loading;
    }
    const lane = this.lane(this.attached.find((each) => each.id === this.chosen));
    const why = lane && lane.gate.length > 0 ? `“${lane.parent}” = ${lane.opensWith}` : "";
    return [
      texts.forecast(forecast.eligible, forecast.frames),
      forecast.gatedOut > 0 ? texts.forecastGated(forecast.gatedOut, why) : "",
      forecast.kept > 0 ? texts.forecastKept(forecast.kept) : "",
      forecast.reused > 0 ? texts.forecastReused(forecast.reused) : "",
      forecast.seconds ? texts.forecastTime(duration(forecast.seconds)) : "",
    ]
      .filter((part) => part !== "")
      .join("; ");
  }

  private state(): TemplateResult | string {
    const progress = this.progress;
    return progress === undefined
      ? ""
      : html`<div class="progress" role="status">
          <progress max=${progress.frames} .value=${progress.done} aria-label=${texts.state["running"]}></progress>
          <span>
            ${progress.done.toLocaleString()} / ${progress.frames.toLocaleString()}
            ${progress.framesPerSecond ? `· ${texts.perSecond(progress.framesPerSecond)}` : ""}
            ${progress.secondsLeft ? `· ${texts.left(duration(progress.secondsLeft))}` : ""}
          </span>
          ${this.lost ? html`<span class="error">${texts.connectionLost}</span>` : ""}
          <button @click=${this.cancelRun}>${texts.cancel}</button>
        </div>`;
  }

  private outcome(): TemplateResult {
    return html`
      ${this.runs.map((run) => {
        const lane = this.lanes.find((each) => each.attribute.featureNodeHash === run.request.attribute);
        return html`
          <h3 tabindex="-1">${lane?.attribute.title}: ${texts.state[run.state]}</h3>
          ${run.failure ? html`<p class="error">${run.failure}</p>` : ""}
          <dl class="counts">
            ${Object.entries(texts.outcome).map(([name, title]) => {
              const count = run.outcome?.counts[name] ?? 0;
              return count > 0 ? html`<dt>${title}</dt><dd>${count.toLocaleString()}</dd>` : "";
            })}
          </dl>
        `;
      })}
      ${this.preview ? this.threshold(this.preview) : ""}
      <div class="buttons">
        <button class="primary" @click=${() => this.review("accept")}>${texts.acceptAll}</button>
        <button @click=${() => this.review("reject")}>${texts.rejectAll}</button>
        <button title="R" @click=${() => this.tell("review")}>${texts.oneByOne}</button>
      </div>
    `;
  }

  private threshold(preview: Preview): TemplateResult {
    const step = preview.steps[Math.round((this.moved ?? 0) * 100)];
    const lane = this.lanes.find((each) => each.attribute.featureNodeHash === this.runs[0]?.request.attribute);
    return html`
      <label>
        ${texts.threshold} ${(this.moved ?? 0).toFixed(2)}
        <input type="range" min="0" max="1" step="0.01" .value=${String(this.moved)}
          @input=${(event: Event) => {
            this.moved = Number((event.target as HTMLInputElement).value);
            this.showPreview();
            this.requestUpdate();
          }} />
      </label>
      ${this.tops.length > 0 ? histogramChart(this.tops, this.moved ?? 0) : ""}
      <p role="status">
        ${texts.wouldLabel(step?.counts["labelled"] ?? 0)}:
        ${Object.entries(step?.labelled ?? {})
          .map(([option, count]) => `${lane ? optionTitle(lane.attribute, option) : option} ${count.toLocaleString()}`)
          .join(", ")}
      </p>
      <button @click=${this.moveThreshold} ?disabled=${this.moved === this.runs[0]?.outcome?.confidence}>${texts.apply}</button>
    `;
  }
}

customElements.define("fw-automated-labeling", AutomatedLabeling);
