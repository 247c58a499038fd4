import { html, type TemplateResult } from "lit";
import { frameUrl, get, Problem, send, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import {
  isOpen,
  nextChange,
  nextUncertain,
  nextUnlabelled,
  type Answer,
  type FrameRange,
  type Label,
} from "../domain/labels.ts";
import { lanes, options, type Lane, type Ontology } from "../domain/ontology.ts";
import { frameOf, timeOf, type Fraction } from "../domain/time.ts";
import type { AttachedModel } from "../editor/panel.ts";
import { person } from "../person.ts";
import { texts } from "../texts.ts";
import "../editor/form.ts";
import "../editor/panel.ts";
import "../editor/timeline.ts";

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
  private help = false;
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

  private async edit(method: "PUT" | "DELETE", body: unknown): Promise<void> {
    try {
      this.error = "";
      await send(method, `/data-units/${this.dataUnit}/labels`, body, this.version ? { "If-Match": this.version } : {});
    } catch (e) {
      this.error = e instanceof Problem && e.status === 412 ? texts.changedMeanwhile : words(e);
    }
    await this.loadLabels().catch((e) => this.fail(e));
  }

  private answer(attribute: string, answer: Answer): void {
    void this.edit("PUT", { attribute, frameRange: this.range(), answer });
  }

  private removeAnswer(attribute: string): void {
    void this.edit("DELETE", { attribute, frameRange: this.range() });
  }

  private async undo(): Promise<void> {
    try {
      this.error = "";
      await send("POST", `/data-units/${this.dataUnit}/labels/undo`, {});
    } catch (e) {
      this.error = words(e);
    }
    await this.loadLabels().catch((e) => this.fail(e));
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
        this.answer(this.marked, { type: "checklist", options: [hash] });
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
      this.help = false;
      this.selection = undefined;
      target.blur();
      this.requestUpdate();
      return;
    }
    if (typing || event.altKey) {
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "z") {
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
      "?": () => {
        this.help = !this.help;
        this.requestUpdate();
      },
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
            @go=${(event: CustomEvent<number>) => this.go(event.detail)}
            @select=${(event: CustomEvent<FrameRange | undefined>) => this.select(event.detail)}
            @mark=${(event: CustomEvent<string>) => {
              this.marked = event.detail;
              this.requestUpdate();
            }}
          ></fw-timeline>
        </section>
      </div>
      ${this.help ? this.shortcuts() : ""}
    `;
  }

  private bar(unit: DataUnit): TemplateResult {
    return html`
      <div class="bar">
        <a href="#/projects/${this.project}" title=${texts.projects}>←</a>
        <strong class="title">${unit.title}</strong>
        <button @click=${this.toggle}>${this.playing === undefined ? texts.play : texts.pause}</button>
        <label>
          ${texts.speed}
          <select
            @change=${(event: Event) => {
              this.speed = Number((event.target as HTMLSelectElement).value);
            }}
          >
            ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed}×</option>`)}
          </select>
        </label>
        <label>
          ${texts.frame}
          <input
            id="jump"
            size="8"
            title=${texts.frameOrTime}
            .value=${String(this.frame)}
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              this.jump(frameOf(input.value, unit.frameRate));
              input.value = String(this.frame);
            }}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === "Enter") {
                (event.target as HTMLInputElement).blur();
              }
            }}
          />
        </label>
        <span class="time">${timeOf(this.frame, unit.frameRate)} / ${timeOf(unit.frameCount, unit.frameRate)}</span>
        <span class="space"></span>
        <button @click=${this.undo}>${texts.undo}</button>
        ${person().may("run")
          ? html`<button class="primary" aria-expanded=${this.panel} @click=${() => this.showPanel(!this.panel)}>
              ${texts.automatedLabeling}
            </button>`
          : ""}
        <button
          aria-label=${texts.shortcuts}
          @click=${() => {
            this.help = true;
            this.requestUpdate();
          }}
        >
          ?
        </button>
      </div>
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
        @close=${() => this.showPanel(false)}
      ></fw-automated-labeling>
    </aside>`;
  }

  private shortcuts(): TemplateResult {
    return html`<dialog open class="help" aria-label=${texts.shortcuts}>
      <h2>${texts.shortcuts}</h2>
      <dl>
        ${texts.keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}
      </dl>
      <button
        @click=${() => {
          this.help = false;
          this.requestUpdate();
        }}
      >
        ${texts.close}
      </button>
    </dialog>`;
  }
}

customElements.define("fw-editor", Editor);
