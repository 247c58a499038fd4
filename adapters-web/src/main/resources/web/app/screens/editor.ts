import { html, type TemplateResult } from "lit";
import { frameUrl, get, post, Problem, send, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { dialog } from "../dialog.ts";
import {
  isOpen,
  labelAt,
  nextChange,
  nextUncertain,
  nextUnlabelled,
  answerText,
  confidenceAt,
  proposals,
  type Answer,
  type FrameRange,
  type Label,
} from "../domain/labels.ts";
import { lanes, options, type Lane, type Ontology } from "../domain/ontology.ts";
import { Redo } from "../domain/redo.ts";
import { frameOf, rangeOf, timeOf, type Fraction } from "../domain/time.ts";
import type { AttachedModel } from "../editor/panel.ts";
import { person } from "../person.ts";
import { texts } from "../texts.ts";
import "../editor/form.ts";
import "../editor/panel.ts";
import type { Preview } from "../editor/timeline.ts";
import "../editor/timeline.ts";
import "../editor/why.ts";

interface DataUnit {
  id: string;
  title: string;
  frameCount: number;
  width: number;
  height: number;
  frameRate: Fraction;
}

const PREFETCHED = 12;
const REMEMBERED = 200;
const UNCERTAIN = 0.8;
const SPEEDS = [0.25, 0.5, 1, 2, 4];

interface Edit {
  method: "PUT" | "DELETE";
  body: unknown;
}

/** The label editor of one data unit. */
class Editor extends Part {
  declare project: string;
  declare dataUnit: string;
  declare start: number;
  private unit: DataUnit | undefined;
  private all: Lane[] = [];
  private attached: AttachedModel[] = [];
  private titles = new Map<string, string>();
  private labels: Label[] = [];
  private version: string | null = null;
  private frame = 0;
  private selection: FrameRange | undefined;
  private marked = "";
  private panel = false;
  private readonly redoable = new Redo<Edit>();
  /** Of which attribute it is asked why; empty for the history of the frame. */
  private asked: string | undefined;
  private reviewed: Label | undefined;
  private preview: Preview | undefined;
  private speed = 1;
  private playing: number | undefined;
  private broken = false;
  private error = "";
  private readonly pictures = new Map<number, HTMLImageElement>();
  private readonly keys = (event: KeyboardEvent): void => this.key(event);

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.keys);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.keys);
    this.stop();
  }

  private async load(): Promise<void> {
    try {
      const [unit, project, attached, models] = await Promise.all([
        get<DataUnit>(`/data-units/${this.dataUnit}`),
        get<{ ontology: Ontology }>(`/projects/${this.project}`),
        get<Page<AttachedModel>>(`/projects/${this.project}/attached-models?limit=100`),
        get<Page<{ id: string; title: string }>>("/models?limit=100"),
      ]);
      this.unit = unit;
      this.all = lanes(project.ontology);
      this.attached = attached.items.filter((each) => each.enabled && !each.archived);
      this.titles = new Map(models.items.map((model) => [model.id, model.title]));
      this.marked = this.all[0]?.attribute.featureNodeHash ?? "";
      await this.loadLabels();
      this.go(this.start);
    } catch (e) {
      this.fail(e);
    }
  }

  private async loadLabels(): Promise<void> {
    const answered = await send<{ labels: Label[] }>("GET", `/data-units/${this.dataUnit}/labels`);
    this.labels = answered.body.labels;
    this.version = answered.etag;
    this.requestUpdate();
  }

  private fail(error: unknown): void {
    this.error = words(error);
    this.requestUpdate();
  }

  private frames(): number {
    return this.unit?.frameCount ?? 0;
  }

  private go(frame: number): void {
    if (!this.unit) {
      return;
    }
    this.frame = Math.max(0, Math.min(this.frames() - 1, Math.round(frame)));
    this.broken = false;
    this.prefetch();
    this.requestUpdate();
  }

  /** Asks for the pictures behind this frame, and forgets those that are far away: what is on its way to them is dropped. */
  private prefetch(): void {
    for (let ahead = 0; ahead <= PREFETCHED; ahead++) {
      const frame = this.frame + ahead;
      if (frame < this.frames() && !this.pictures.has(frame)) {
        const picture = new Image();
        picture.src = frameUrl(this.dataUnit, frame, 960);
        this.pictures.set(frame, picture);
      }
    }
    for (const [frame, picture] of this.pictures) {
      const far = Math.abs(frame - this.frame) > PREFETCHED;
      if (far && (!picture.complete || this.pictures.size > REMEMBERED)) {
        picture.src = "";
        this.pictures.delete(frame);
      }
    }
  }

  private toggle(): void {
    if (this.playing === undefined) {
      const rate = (this.unit?.frameRate.numerator ?? 25) / (this.unit?.frameRate.denominator ?? 1) || 25;
      let shown = performance.now();
      const step = (now: number): void => {
        const due = 1_000 / (rate * this.speed);
        const next = this.pictures.get(this.frame + 1);
        if (now - shown >= due && (next?.complete ?? true)) {
          shown = now - Math.min(due, (now - shown) % due);
          this.go(this.frame + 1);
        }
        this.playing = this.frame < this.frames() - 1 ? requestAnimationFrame(step) : undefined;
        if (this.playing === undefined) {
          this.requestUpdate();
        }
      };
      this.playing = requestAnimationFrame(step);
    } else {
      this.stop();
    }
    this.requestUpdate();
  }

  private stop(): void {
    if (this.playing !== undefined) {
      cancelAnimationFrame(this.playing);
      this.playing = undefined;
    }
  }

  private range(): FrameRange {
    return this.selection ?? { first: this.frame, last: this.frame };
  }

  /** Changes the labels that are seen, and no others. */
  private async change(method: string, path: string, body: unknown, done: (before: string, after: string) => void): Promise<void> {
    const before = this.version ?? "";
    try {
      this.error = "";
      const answered = await send(method, `/data-units/${this.dataUnit}/labels${path}`, body, before ? { "If-Match": before } : {});
      done(before, answered.etag ?? "");
    } catch (e) {
      this.error = e instanceof Problem && e.status === 412 ? texts.changedMeanwhile : words(e);
    }
    await this.loadLabels().catch((e) => this.fail(e));
  }

  private edit(method: "PUT" | "DELETE", body: unknown): Promise<void> {
    return this.change(method, "", body, (before, after) => this.redoable.did({ method, body }, before, after));
  }

  private answer(attribute: string, answer: Answer): void {
    void this.edit("PUT", { attribute, frameRange: this.range(), answer });
  }

  private removeAnswer(attribute: string): void {
    void this.edit("DELETE", { attribute, frameRange: this.range() });
  }

  private undo(): Promise<void> {
    return this.change("POST", "/undo", {}, (before, after) => this.redoable.tookBack(before, after));
  }

  private async redo(): Promise<void> {
    const next = this.redoable.next();
    if (next) {
      await this.change(next.method, "", next.body, (before, after) => this.redoable.didAgain(before, after));
    }
  }

  /** Shows the next proposal behind the one that was shown, or the first from this frame on. */
  private reviewNext(): void {
    const all = proposals(this.labels, this.all);
    const from = this.reviewed?.frameRange.first ?? this.frame;
    const place = this.reviewed ? all.findIndex((label) => this.isReviewed(label)) : -1;
    this.reviewed = place >= 0 ? all[place + 1] : (all.find((label) => label.frameRange.last >= from) ?? all[0]);
    this.showReviewed();
  }

  private isReviewed(label: Label): boolean {
    return label.attribute === this.reviewed?.attribute && label.frameRange.first === this.reviewed.frameRange.first;
  }

  private showReviewed(): void {
    if (this.reviewed) {
      this.marked = this.reviewed.attribute;
      this.selection = this.reviewed.frameRange;
      this.go(this.reviewed.frameRange.first);
    } else {
      this.selection = undefined;
      this.requestUpdate();
    }
  }

  private async decide(decision: "accept" | "reject"): Promise<void> {
    const label = this.reviewed;
    if (!label) {
      return;
    }
    const body = { decision, attribute: label.attribute, frameRange: label.frameRange };
    await this.change("POST", "/review", body, () => {});
    if (!this.error) {
      // What comes next is behind the one that was decided: that one is no proposal any more.
      const rest = proposals(this.labels, this.all);
      const at = label.frameRange.first;
      this.reviewed = rest.find((each) => each.frameRange.first >= at) ?? rest[0];
      this.showReviewed();
    }
  }

  private ask(attribute: string | undefined): void {
    this.asked = attribute;
    this.requestUpdate();
  }

  private mark(direction: 1 | -1): void {
    const open = this.all.filter((lane) => isOpen(this.labels, lane.gate, this.frame));
    const place = open.findIndex((lane) => lane.attribute.featureNodeHash === this.marked);
    const next = open[Math.max(0, Math.min(open.length - 1, place + direction))];
    this.marked = next?.attribute.featureNodeHash ?? this.marked;
    this.requestUpdate();
  }

  private choose(place: number): void {
    const lane = this.all.find((each) => each.attribute.featureNodeHash === this.marked);
    const option = lane && options(lane.attribute)[place];
    if (lane && option && isOpen(this.labels, lane.gate, this.frame)) {
      const hash = option.featureNodeHash;
      if (lane.attribute.type === "radio") {
        this.answer(this.marked, { type: "radio", option: hash });
      } else {
        const chosen = new Set(labelAt(this.labels, this.marked, this.frame)?.answer.options ?? []);
        if (!chosen.delete(hash)) {
          chosen.add(hash);
        }
        if (chosen.size === 0) {
          this.removeAnswer(this.marked);
        } else {
          this.answer(this.marked, { type: "checklist", options: [...chosen] });
        }
      }
    }
  }

  private jump(frame: number | undefined): void {
    if (frame !== undefined) {
      this.go(frame);
    }
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const typing = target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.key === "Escape") {
      this.selection = undefined;
      this.reviewed = undefined;
      target.blur();
      this.requestUpdate();
      return;
    }
    const own =
      (event.key === " " && target.matches("button, a, summary, input")) ||
      (event.key.startsWith("Arrow") && target.matches(".panel input[type=radio]"));
    if (typing || own || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      if (key === "y" || (key === "z" && event.shiftKey)) {
        event.preventDefault();
        void this.redo();
      } else if (key === "z") {
        event.preventDefault();
        void this.undo();
      }
      return;
    }
    const done = this.command(event);
    if (done) {
      event.preventDefault();
    }
  }

  private command(event: KeyboardEvent): boolean {
    const step = event.shiftKey ? 10 : 1;
    const timeline = this.querySelector("fw-timeline") as unknown as { zoom(by: number): void; whole(): void } | null;
    const commands: Record<string, () => void> = {
      ArrowLeft: () => this.go(this.frame - step),
      ArrowRight: () => this.go(this.frame + step),
      ArrowUp: () => this.mark(-1),
      ArrowDown: () => this.mark(1),
      Home: () => this.go(0),
      End: () => this.go(this.frames() - 1),
      " ": () => this.toggle(),
      "[": () => this.select({ first: this.frame, last: Math.max(this.frame, this.selection?.last ?? this.frame) }),
      "]": () => this.select({ first: Math.min(this.frame, this.selection?.first ?? this.frame), last: this.frame }),
      Delete: () => this.removeAnswer(this.marked),
      p: () => this.jump(nextChange(this.labels, this.frame, -1, this.frames())),
      n: () => this.jump(nextChange(this.labels, this.frame, 1, this.frames())),
      u: () => this.jump(nextUnlabelled(this.labels, this.all, this.frame, this.frames())),
      c: () => this.jump(nextUncertain(this.labels, this.frame, UNCERTAIN)),
      "+": () => timeline?.zoom(2),
      "-": () => timeline?.zoom(0.5),
      "0": () => timeline?.whole(),
      a: () => this.showPanel(!this.panel),
      g: () => (this.querySelector("#jump") as HTMLInputElement | null)?.focus(),
      w: () => this.ask(this.marked),
      h: () => this.ask(""),
      e: () => this.querySelector<HTMLAnchorElement>("#export")?.click(),
      r: () => this.reviewNext(),
      ...(this.reviewed
        ? { y: () => void this.decide("accept"), x: () => void this.decide("reject"), s: () => this.reviewNext() }
        : {}),
    };
    const command = commands[event.key];
    if (command) {
      command();
      return true;
    }
    if (/^[1-9]$/.test(event.key)) {
      this.choose(Number(event.key) - 1);
      return true;
    }
    return false;
  }

  private select(range: FrameRange | undefined): void {
    this.selection = range;
    this.requestUpdate();
  }

  private showPanel(shown: boolean): void {
    this.panel = shown;
    this.requestUpdate();
  }

  override render(): TemplateResult {
    if (!this.unit) {
      return html`<div class="page"><p role=${this.error ? "alert" : "status"}>${this.error || texts.loading}</p></div>`;
    }
    return html`
      <div class="editor ${this.panel ? "with-panel" : ""}">
        ${this.bar(this.unit)} ${this.picture(this.unit)}
        <section class="form" aria-label=${texts.classification}>
          <fw-form
            .lanes=${this.all}
            .labels=${this.labels}
            .frame=${this.frame}
            .range=${this.range()}
            .marked=${this.marked}
            @mark=${(event: CustomEvent<string>) => {
              this.marked = event.detail;
              this.requestUpdate();
            }}
            @answer=${(event: CustomEvent<{ attribute: string; answer: Answer }>) =>
              this.answer(event.detail.attribute, event.detail.answer)}
            .explains=${true}
            @why=${(event: CustomEvent<string>) => this.ask(event.detail)}
            @remove=${(event: CustomEvent<string>) => this.removeAnswer(event.detail)}
          ></fw-form>
        </section>
        ${this.panel ? this.labeling() : ""}
        <section class="timeline" aria-label=${texts.timeline}>
          <fw-timeline
            .lanes=${this.all}
            .labels=${this.labels}
            .frames=${this.frames()}
            .rate=${this.unit.frameRate}
            .frame=${this.frame}
            .selection=${this.selection}
            .marked=${this.marked}
            .dataUnit=${this.dataUnit}
            .preview=${this.preview}
            @go=${(event: CustomEvent<number>) => this.go(event.detail)}
            @select=${(event: CustomEvent<FrameRange | undefined>) => this.select(event.detail)}
            @mark=${(event: CustomEvent<string>) => {
              this.marked = event.detail;
              this.requestUpdate();
            }}
          ></fw-timeline>
        </section>
      </div>
      ${this.asked === undefined ? "" : this.why(this.asked)}
    `;
  }

  private bar(unit: DataUnit): TemplateResult {
    return html`
      <div class="bar">
        <a href="#/projects/${this.project}" title=${texts.projects}>←</a>
        <h1 class="title">${unit.title}</h1>
        <button @click=${this.toggle}>${this.playing === undefined ? texts.play : texts.pause}</button>
        <label>
          <span class="roomy">${texts.speed}</span>
          <select
            @change=${(event: Event) => {
              this.speed = Number((event.target as HTMLSelectElement).value);
            }}
          >
            ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed}×</option>`)}
          </select>
        </label>
        <label>
          <span class="roomy">${texts.frame}</span>
          <input
            id="jump"
            size="8"
            title=${texts.frameOrTime}
            .value=${String(this.frame)}
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              const range = rangeOf(input.value, unit.frameRate);
              if (range && range.last < this.frames()) {
                this.select(range);
              }
              this.jump(range?.first ?? frameOf(input.value, unit.frameRate));
              input.value = String(this.frame);
            }}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === "Enter") {
                (event.target as HTMLInputElement).blur();
              }
            }}
          />
        </label>
        <span class="time">${timeOf(this.frame, unit.frameRate)}<span class="roomy"> / ${timeOf(unit.frameCount, unit.frameRate)}</span></span>
        <span class="space"></span>
        <button @click=${this.undo} title="Ctrl + Z">${texts.undo}</button>
        <button @click=${this.redo} title="Ctrl + Y" ?disabled=${this.redoable.next() === undefined}>${texts.redo}</button>
        <button @click=${() => this.ask("")} title="H">${texts.history}</button>
        <a id="export" class="button" title="E" download href="/api/data-units/${this.dataUnit}/labels/export?format=json">${texts.export}</a>
        ${person().may("run")
          ? html`<button class="primary" aria-expanded=${this.panel} @click=${() => this.showPanel(!this.panel)}>
              ${texts.automatedLabeling}
            </button>`
          : ""}
      </div>
      ${this.reviewed ? this.review(this.reviewed) : ""}
      ${this.error ? html`<p class="error bar-error" role="alert">${this.error}</p>` : ""}
    `;
  }

  private picture(unit: DataUnit): TemplateResult {
    return html`<section class="picture" aria-label=${texts.frame}>
      ${this.broken
        ? html`<p class="error">${texts.noFrame}</p>`
        : html`<img
            src=${frameUrl(this.dataUnit, this.frame, 960)}
            alt="${texts.frame} ${this.frame}"
            style="aspect-ratio: ${unit.width} / ${unit.height}"
            @error=${() => {
              this.broken = true;
              this.requestUpdate();
            }}
          />`}
    </section>`;
  }

  private labeling(): TemplateResult {
    return html`<aside class="panel" aria-label=${texts.automatedLabeling}>
      <fw-automated-labeling
        .project=${this.project}
        .dataUnit=${this.dataUnit}
        .frames=${this.frames()}
        .lanes=${this.all}
        .selection=${this.selection}
        .attached=${this.attached}
        .titles=${this.titles}
        @landed=${() => void this.loadLabels().catch((e) => this.fail(e))}
        @preview=${(event: CustomEvent<Preview | undefined>) => {
          this.preview = event.detail;
          this.requestUpdate();
        }}
        @review=${() => this.reviewNext()}
        @close=${() => this.showPanel(false)}
      ></fw-automated-labeling>
    </aside>`;
  }

  private review(label: Label): TemplateResult {
    const all = proposals(this.labels, this.all);
    const lane = this.all.find((each) => each.attribute.featureNodeHash === label.attribute);
    const { first, last } = label.frameRange;
    const confidence = confidenceAt(label, first);
    return html`<div class="review" role="status">
      <span>
        ${texts.proposal(all.findIndex((each) => this.isReviewed(each)) + 1, all.length)}
        <strong>${lane?.attribute.title} ${lane ? answerText(lane.attribute, label.answer) : ""}</strong>,
        ${first} – ${last}${confidence === undefined ? "" : `, ${texts.sure(confidence)}`}
      </span>
      <button class="primary" @click=${() => this.decide("accept")}>${texts.accept} <kbd>Y</kbd></button>
      <button @click=${() => this.decide("reject")}>${texts.reject} <kbd>X</kbd></button>
      <button @click=${() => this.reviewNext()}>${texts.skip} <kbd>S</kbd></button>
    </div>`;
  }

  private why(attribute: string): TemplateResult {
    const lane = this.all.find((each) => each.attribute.featureNodeHash === attribute);
    const heading = lane ? texts.whyOf(lane.attribute.title, this.frame) : texts.historyOf(this.frame);
    return dialog(
      heading,
      html`<fw-why
        .dataUnit=${this.dataUnit}
        .frame=${this.frame}
        .lanes=${this.all}
        .labels=${this.labels}
        .attribute=${attribute}
      ></fw-why>`,
      () => this.ask(undefined),
    );
  }
}

customElements.define("fw-editor", Editor);
