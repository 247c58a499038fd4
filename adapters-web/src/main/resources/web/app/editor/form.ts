import { html, type TemplateResult } from "lit";
import { Part } from "../base.ts";
import { colourOf } from "../colours.ts";
import { answerText, confidenceAt, isOpen, labelAt, standing, type Answer, type FrameRange, type Label } from "../domain/labels.ts";
import { options, type Lane } from "../domain/ontology.ts";
import { texts } from "../texts.ts";

/** The questions of one frame, or of a selected range: nested ones under the option that opens them. */
class ClassificationForm extends Part {
  declare lanes: Lane[];
  declare labels: Label[];
  declare frame: number;
  declare range: FrameRange;
  declare marked: string;
  /** Whether somebody answers to "why". */
  declare explains: boolean | undefined;

  static override properties = {
    lanes: { attribute: false },
    labels: { attribute: false },
    frame: { attribute: false },
    range: { attribute: false },
    marked: { attribute: false },
    explains: { attribute: false },
  };

  override render(): TemplateResult {
    return html`
      <h2>${texts.answerRange(this.range.first, this.range.last)}</h2>
      ${this.lanes.map((lane) => this.question(lane))}
    `;
  }

  private question(lane: Lane): TemplateResult {
    const hash = lane.attribute.featureNodeHash;
    const open = isOpen(this.labels, lane.gate, this.frame);
    const label = labelAt(this.labels, hash, this.frame);
    return html`
      <fieldset
        class="question depth-${Math.min(lane.depth, 6)} ${hash === this.marked ? "marked" : ""}"
        ?disabled=${!open}
        @focusin=${() => this.tell("mark", hash)}
        @click=${() => this.tell("mark", hash)}
      >
        <legend>
          ${lane.attribute.title} ${lane.attribute.required ? html`<small>(${texts.required})</small>` : ""}
        </legend>
        ${open ? this.input(lane, label) : html`<small>${texts.gated(lane.parent, lane.opensWith)}</small>`}
        ${label
          ? this.source(lane, label)
          : open
            ? html`<p class="source"><span>${texts.noAnswer}</span> ${this.whyButton(hash)}</p>`
            : ""}
      </fieldset>
    `;
  }

  private whyButton(attribute: string): TemplateResult | string {
    return this.explains ? html`<button class="quiet" title="W" @click=${() => this.tell("why", attribute)}>${texts.why}</button>` : "";
  }

  private source(lane: Lane, label: Label): TemplateResult {
    const confidence = confidenceAt(label, this.frame);
    const who = { person: texts.byPerson, proposed: texts.byModel, accepted: texts.byModelAccepted }[standing(label)];
    return html`<p class="source">
      <span>
        ${label.answer.type === "radio" ? "" : answerText(lane.attribute, label.answer)} ${who}${confidence === undefined
          ? ""
          : `, ${texts.sure(confidence)}`}
      </span>
      ${this.whyButton(lane.attribute.featureNodeHash)}
      <button class="quiet" title="Delete" @click=${() => this.tell("remove", lane.attribute.featureNodeHash)}>
        ${texts.remove}
      </button>
    </p>`;
  }

  private input(lane: Lane, label: Label | undefined): TemplateResult {
    const attribute = lane.attribute;
    const answer = label?.answer;
    switch (attribute.type) {
      case "radio":
        return html`<div class="options">
          ${options(attribute).map(
            (option, place) => html`<label>
              <input
                type="radio"
                name=${attribute.featureNodeHash}
                .checked=${answer?.option === option.featureNodeHash}
                @change=${() => this.answer(lane, { type: "radio", option: option.featureNodeHash })}
              />
              <i class="swatch" style="background: ${colourOf(attribute, option.featureNodeHash)}"></i>
              ${option.title} ${place < 9 ? html`<kbd>${place + 1}</kbd>` : ""}
            </label>`,
          )}
        </div>`;
      case "checklist":
        return html`<div class="options">
          ${options(attribute).map(
            (option, place) => html`<label>
              <input
                type="checkbox"
                .checked=${answer?.options?.includes(option.featureNodeHash) ?? false}
                @change=${() => this.toggle(lane, answer, option.featureNodeHash)}
              />
              <i class="swatch" style="background: ${colourOf(attribute, option.featureNodeHash)}"></i>
              ${option.title} ${place < 9 ? html`<kbd>${place + 1}</kbd>` : ""}
            </label>`,
          )}
        </div>`;
      case "text":
        return html`<input
          aria-label=${attribute.title}
          .value=${answer?.text ?? ""}
          @change=${(event: Event) => this.written(lane, "text", (event.target as HTMLInputElement).value)}
        />`;
      default:
        return html`<input
          type="number"
          aria-label=${attribute.title}
          min=${attribute.minimum ?? ""}
          max=${attribute.maximum ?? ""}
          step="any"
          .value=${answer?.value === undefined ? "" : String(answer.value)}
          @change=${(event: Event) => this.written(lane, "numeric", (event.target as HTMLInputElement).value)}
        />`;
    }
  }

  private written(lane: Lane, type: "text" | "numeric", value: string): void {
    if (value.trim() === "") {
      this.tell("remove", lane.attribute.featureNodeHash);
    } else {
      this.answer(lane, type === "text" ? { type, text: value } : { type, value: Number(value) });
    }
  }

  private toggle(lane: Lane, answer: Answer | undefined, option: string): void {
    const chosen = new Set(answer?.options ?? []);
    if (!chosen.delete(option)) {
      chosen.add(option);
    }
    if (chosen.size === 0) {
      this.tell("remove", lane.attribute.featureNodeHash);
    } else {
      this.answer(lane, { type: "checklist", options: [...chosen] });
    }
  }

  private answer(lane: Lane, answer: Answer): void {
    this.tell("answer", { attribute: lane.attribute.featureNodeHash, answer });
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("fw-form", ClassificationForm);
