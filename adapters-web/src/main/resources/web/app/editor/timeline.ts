import { html, type PropertyValues, type TemplateResult } from "lit";
import { frameUrl } from "../api.ts";
import { Part } from "../base.ts";
import { colourOf } from "../colours.ts";
import { confidenceAt, gaps, openRanges, standing, type FrameRange, type Label } from "../domain/labels.ts";
import type { Stretch } from "../domain/predictions.ts";
import { type Lane } from "../domain/ontology.ts";
import { timeOf, type Fraction } from "../domain/time.ts";
import { texts } from "../texts.ts";

/** Height of the row of small pictures, and of the smallest place for one. */
const PICTURES = 48;
const PICTURE = 90;
const RULER = 22;
const HEAD = PICTURES + RULER;
const LANE = 24;
const TITLES = 220;

export interface Preview {
  attribute: string;
  stretches: Stretch[];
}

/** The labels of a clip over time, one lane a question. It draws only what is in view, so that long clips stay fluid. */
class Timeline extends Part {
  declare lanes: Lane[];
  declare labels: Label[];
  declare frames: number;
  declare rate: Fraction;
  declare frame: number;
  declare selection: FrameRange | undefined;
  declare marked: string;
  declare dataUnit: string;
  /** What an attribute would be labelled with, shown instead of its labels. */
  declare preview: Preview | undefined;
  private readonly pictures = new Map<number, HTMLImageElement>();
  private due: number | undefined;
  private loading: number | undefined;
  private first = 0;
  private perFrame = 0;
  private dragged: number | undefined;
  private readonly sized = new ResizeObserver(() => this.draw());

  static override properties = {
    lanes: { attribute: false },
    labels: { attribute: false },
    frames: { attribute: false },
    rate: { attribute: false },
    frame: { attribute: false },
    selection: { attribute: false },
    marked: { attribute: false },
    dataUnit: { attribute: false },
    preview: { attribute: false },
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sized.disconnect();
    cancelAnimationFrame(this.due ?? 0);
    this.due = undefined;
  }

  override firstUpdated(): void {
    this.sized.observe(this);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("frame")) {
      this.follow();
    }
    this.draw();
  }

  override render(): TemplateResult {
    return html`
      <div class="timeline-tools">
        <button @click=${() => this.zoom(2)} title="+">${texts.zoomIn}</button>
        <button @click=${() => this.zoom(0.5)} title="−">${texts.zoomOut}</button>
        <button @click=${() => this.whole()} title="0">${texts.wholeTimeline}</button>
        <span class="legend"><i class="person"></i>${texts.byPerson}</span>
        <span class="legend"><i class="accepted"></i>${texts.byModelAccepted}</span>
        <span class="legend"><i class="proposed"></i>${texts.byModel}</span>
      </div>
      <canvas
        role="img"
        aria-label=${texts.timeline}
        @pointerdown=${this.press}
        @pointermove=${this.drag}
        @pointerup=${this.release}
        @wheel=${this.wheel}
      ></canvas>
    `;
  }

  zoom(by: number, around = this.frame): void {
    const least = this.width() / Math.max(1, this.frames);
    const next = Math.min(40, Math.max(least, this.scale() * by));
    this.first = around - ((around - this.first) * this.scale()) / next;
    this.perFrame = next;
    this.keepInside();
    this.draw();
  }

  whole(): void {
    this.perFrame = 0;
    this.first = 0;
    this.draw();
  }

  private width(): number {
    return Math.max(100, this.clientWidth - TITLES);
  }

  private scale(): number {
    return this.perFrame > 0 ? this.perFrame : this.width() / Math.max(1, this.frames);
  }

  private keepInside(): void {
    const shown = this.width() / this.scale();
    this.first = Math.max(0, Math.min(this.first, this.frames - shown));
  }

  private follow(): void {
    const shown = this.width() / this.scale();
    if (this.frame < this.first || this.frame >= this.first + shown) {
      this.first = this.frame - shown / 2;
      this.keepInside();
    }
  }

  private frameAt(event: PointerEvent | WheelEvent): number {
    const x = event.offsetX - TITLES;
    return Math.max(0, Math.min(this.frames - 1, Math.floor(this.first + x / this.scale())));
  }

  private readonly press = (event: PointerEvent): void => {
    if (event.offsetX < TITLES) {
      const lane = this.lanes[Math.floor((event.offsetY - HEAD) / LANE)];
      if (lane) {
        this.tell("mark", lane.attribute.featureNodeHash);
      }
      return;
    }
    (event.target as Element).setPointerCapture(event.pointerId);
    this.dragged = this.frameAt(event);
    this.tell("go", this.dragged);
  };

  private readonly drag = (event: PointerEvent): void => {
    if (this.dragged !== undefined) {
      const at = this.frameAt(event);
      if (at !== this.dragged || this.selection) {
        this.tell("select", { first: Math.min(at, this.dragged), last: Math.max(at, this.dragged) });
      }
    }
  };

  private readonly release = (event: PointerEvent): void => {
    if (this.dragged !== undefined && this.frameAt(event) === this.dragged) {
      this.tell("select", undefined);
    }
    this.dragged = undefined;
  };

  private readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.frameAt(event));
    } else {
      this.first += (event.deltaX + event.deltaY) / this.scale();
      this.keepInside();
      this.draw();
    }
  };

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Once a frame of the screen, however often something changes. */
  private draw(): void {
    this.due ??= requestAnimationFrame(() => {
      this.due = undefined;
      this.drawNow();
    });
  }

  private drawNow(): void {
    const canvas = this.querySelector("canvas");
    if (!canvas || !this.lanes) {
      return;
    }
    const ratio = window.devicePixelRatio;
    const width = this.clientWidth;
    const height = HEAD + LANE * this.lanes.length;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const paint = canvas.getContext("2d");
    if (!paint) {
      return;
    }
    const style = getComputedStyle(this);
    paint.scale(ratio, ratio);
    paint.font = "12px system-ui, sans-serif";
    paint.textBaseline = "middle";
    this.drawPictures(paint, width);
    this.drawRuler(paint, width, style);
    this.lanes.forEach((lane, place) => this.drawLane(paint, lane, HEAD + LANE * place, width, style));
    this.drawSelection(paint, height, style);
  }

  private x(frame: number): number {
    return TITLES + (frame - this.first) * this.scale();
  }

  private drawRuler(paint: CanvasRenderingContext2D, width: number, style: CSSStyleDeclaration): void {
    paint.fillStyle = style.getPropertyValue("--muted");
    const steps = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000];
    const step = steps.find((each) => each * this.scale() >= 90) ?? 50_000;
    for (let frame = Math.ceil(this.first / step) * step; frame < this.frames; frame += step) {
      const x = this.x(frame);
      if (x > width) {
        break;
      }
      paint.fillRect(x, HEAD - 5, 1, 5);
      paint.fillText(`${frame} · ${timeOf(frame, this.rate).replace(/\.\d+$/, "")}`, x + 3, PICTURES + RULER / 2);
    }
  }

  private drawLane(paint: CanvasRenderingContext2D, lane: Lane, top: number, width: number, style: CSSStyleDeclaration): void {
    const hash = lane.attribute.featureNodeHash;
    if (hash === this.marked) {
      paint.fillStyle = style.getPropertyValue("--marked");
      paint.fillRect(0, top, width, LANE);
    }
    paint.save();
    paint.beginPath();
    paint.rect(TITLES, top, width - TITLES, LANE);
    paint.clip();
    paint.fillStyle = style.getPropertyValue("--gated");
    for (const closed of gaps(openRanges(this.labels, lane.gate, this.frames), this.frames)) {
      this.fill(paint, closed, top + 3, LANE - 6);
    }
    const preview = this.preview?.attribute === hash ? this.preview.stretches : undefined;
    for (const stretch of preview ?? []) {
      this.drawStretch(paint, lane, stretch, top);
    }
    for (const label of this.labels) {
      if (label.attribute === hash && !(preview && standing(label) === "proposed") && this.inView(label.frameRange, width)) {
        this.drawLabel(paint, lane, label, top, width, style);
      }
    }
    paint.restore();
    paint.fillStyle = style.getPropertyValue("--text");
    paint.fillText(this.fitted(paint, lane), 8 + 12 * lane.depth, top + LANE / 2);
    paint.fillStyle = style.getPropertyValue("--line");
    paint.fillRect(0, top + LANE - 1, width, 1);
  }

  /** Hatched: it is not a label yet. */
  private drawStretch(paint: CanvasRenderingContext2D, lane: Lane, { option, frameRange }: Stretch, top: number): void {
    paint.fillStyle = colourOf(lane.attribute, option);
    const x = this.x(frameRange.first);
    const w = Math.max(1, this.x(frameRange.last + 1) - x);
    paint.globalAlpha = 0.3;
    paint.fillRect(x, top + 4, w, LANE - 8);
    paint.globalAlpha = 1;
    for (let at = Math.max(x, TITLES); at < Math.min(x + w, this.clientWidth); at += 6) {
      paint.fillRect(at, top + 4, 1.5, LANE - 8);
    }
  }

  /** Small pictures at steps that stay the same while the timeline moves, so that each is asked for once. */
  private drawPictures(paint: CanvasRenderingContext2D, width: number): void {
    let step = 1;
    while (step * this.scale() < PICTURE) {
      step *= 2;
    }
    const wanted: number[] = [];
    const from = Math.floor(this.first / step) * step;
    for (let frame = from; frame < this.frames && this.x(frame) < width; frame += step) {
      const picture = this.pictures.get(frame);
      if (picture === undefined) {
        wanted.push(frame);
      } else if (picture.complete && picture.naturalWidth > 0) {
        const w = Math.min(step * this.scale() - 2, (PICTURES * picture.naturalWidth) / picture.naturalHeight);
        const x = this.x(frame);
        paint.save();
        paint.beginPath();
        paint.rect(TITLES, 0, width, PICTURES);
        paint.clip();
        paint.drawImage(picture, x, 0, w, PICTURES);
        paint.restore();
      }
    }
    this.loadPicture(wanted);
  }

  /** One at a time: the picture of the current frame must not wait for these. */
  private loadPicture(wanted: number[]): void {
    const frame = wanted[0];
    if (frame === undefined || this.loading !== undefined || !this.dataUnit) {
      return;
    }
    this.loading = frame;
    const picture = new Image();
    picture.fetchPriority = "low";
    const done = (): void => {
      this.loading = undefined;
      this.pictures.set(frame, picture);
      if (this.pictures.size > 500) {
        this.pictures.delete(this.pictures.keys().next().value ?? frame);
      }
      this.draw();
    };
    picture.onload = done;
    picture.onerror = done;
    picture.src = frameUrl(this.dataUnit, frame, 128);
  }

  private fitted(paint: CanvasRenderingContext2D, lane: Lane): string {
    const most = TITLES - 16 - 12 * lane.depth;
    let title = (lane.depth > 0 ? "↳ " : "") + lane.attribute.title;
    while (paint.measureText(title).width > most && title.length > 4) {
      title = `${title.slice(0, -2)}…`;
    }
    return title;
  }

  private inView(range: FrameRange, width: number): boolean {
    return range.last >= this.first && this.x(range.first) <= width;
  }

  private fill(paint: CanvasRenderingContext2D, range: FrameRange, top: number, height: number): void {
    const x = this.x(range.first);
    paint.fillRect(x, top, Math.max(1, this.x(range.last + 1) - x), height);
  }

  private drawLabel(
    paint: CanvasRenderingContext2D,
    lane: Lane,
    label: Label,
    top: number,
    width: number,
    style: CSSStyleDeclaration,
  ): void {
    const option = label.answer.option ?? label.answer.options?.[0] ?? "";
    const colour = colourOf(lane.attribute, option);
    const x = this.x(label.frameRange.first);
    const w = Math.max(1, this.x(label.frameRange.last + 1) - x);
    const who = standing(label);
    paint.fillStyle = colour;
    paint.globalAlpha = who === "proposed" ? 0.45 : 1;
    paint.fillRect(x, top + 4, w, LANE - 8);
    paint.globalAlpha = 1;
    if (who === "person") {
      paint.strokeStyle = style.getPropertyValue("--text");
      paint.lineWidth = 1.5;
      paint.strokeRect(x + 0.75, top + 4.75, Math.max(1, w - 1.5), LANE - 9.5);
    } else if (who === "accepted" && w > 14) {
      paint.fillStyle = "#fff";
      paint.fillText("✓", x + 3, top + LANE / 2);
    }
    this.drawConfidence(paint, label, colour, top, width);
  }

  /** A strip at the foot of the lane: full height is a confidence of 1, its foot 0.5 or less. */
  private drawConfidence(paint: CanvasRenderingContext2D, label: Label, colour: string, top: number, width: number): void {
    if (label.confidences.length === 0) {
      return;
    }
    paint.fillStyle = colour;
    const step = Math.max(1, Math.floor(1 / this.scale()));
    const from = Math.max(label.frameRange.first, Math.floor(this.first));
    for (let frame = from; frame <= label.frameRange.last; frame += step) {
      const x = this.x(frame);
      if (x > width) {
        break;
      }
      const height = Math.max(0, ((confidenceAt(label, frame) ?? 0) - 0.5) * 2 * (LANE - 8));
      paint.fillRect(x, top + LANE - 4 - height, Math.max(1, this.scale() * step), Math.min(2, height));
    }
  }

  private drawSelection(paint: CanvasRenderingContext2D, height: number, style: CSSStyleDeclaration): void {
    if (this.selection) {
      paint.fillStyle = style.getPropertyValue("--selection");
      const x = Math.max(TITLES, this.x(this.selection.first));
      paint.fillRect(x, 0, Math.max(1, this.x(this.selection.last + 1) - x), height);
    }
    const x = this.x(this.frame);
    if (x >= TITLES) {
      paint.fillStyle = style.getPropertyValue("--head");
      paint.fillRect(x, PICTURES, Math.max(2, this.scale()), RULER - 6);
      paint.fillRect(x + Math.max(2, this.scale()) / 2 - 1, 0, 2, height);
    }
  }
}

customElements.define("fw-timeline", Timeline);
