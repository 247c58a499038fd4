import { html, type PropertyValues, type TemplateResult } from "lit";
import { get, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { answerText, confidenceAt, isOpen, labelAt, type Label } from "../domain/labels.ts";
import { optionTitle, type Lane } from "../domain/ontology.ts";
import type { Prediction } from "../domain/predictions.ts";
import { texts } from "../texts.ts";
import type { Run } from "../screens/run.ts";

interface Change {
  change: number;
  cause: { kind: string; actor: { name?: string } | string; at: string; inferenceRun?: string | null; undone?: number | null };
  attribute: string;
  before?: Label | null;
  after?: Label | null;
}

/** Why a frame has the answer that it has, or none: the newest run that saw it, and everything that has changed. */
class Why extends Part {
  declare dataUnit: string;
  declare frame: number;
  declare lanes: Lane[];
  declare labels: Label[];
  /** Of one attribute only; empty for all. */
  declare attribute: string;
  private changes: Change[] | undefined;
  private run: Run | undefined;
  private prediction: Prediction | undefined;
  private error = "";

  static override properties = {
    dataUnit: { attribute: false },
    frame: { attribute: false },
    lanes: { attribute: false },
    labels: { attribute: false },
    attribute: { attribute: false },
  };

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("frame") || changed.has("attribute") || changed.has("dataUnit")) {
      void this.load();
    }
  }

  private async load(): Promise<void> {
    this.changes = undefined;
    this.run = undefined;
    this.prediction = undefined;
    try {
      const changes = await get<Page<Change>>(`/data-units/${this.dataUnit}/frames/${this.frame}/history?limit=100`);
      this.changes = changes.items.filter((each) => this.attribute === "" || each.attribute === this.attribute);
      if (this.attribute !== "") {
        await this.loadRun();
      }
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  /** The newest finished run that was asked about this frame and attribute. */
  private async loadRun(): Promise<void> {
    const runs = await get<Page<Run>>(`/inference-runs?dataUnit=${this.dataUnit}&state=succeeded&limit=100`);
    this.run = runs.items.find(
      ({ request }) =>
        request.attribute === this.attribute &&
        request.frameRange.first <= this.frame &&
        this.frame <= request.frameRange.last,
    );
    if (this.run) {
      const said = await get<{ frames: Prediction[] }>(
        `/inference-runs/${this.run.id}/predictions?first=${this.frame}&last=${this.frame}`,
      );
      this.prediction = said.frames[0];
    }
  }

  override render(): TemplateResult {
    if (this.error) {
      return html`<p class="error" role="alert">${this.error}</p>`;
    }
    if (this.changes === undefined) {
      return html`<p role="status">${texts.loading}</p>`;
    }
    return html`
      ${this.attribute === "" ? "" : this.present()}
      <h3>${texts.history}</h3>
      ${this.changes.length === 0 ? html`<p class="empty">${texts.noHistory}</p>` : this.list(this.changes)}
    `;
  }

  private lane(attribute: string): Lane | undefined {
    return this.lanes.find((lane) => lane.attribute.featureNodeHash === attribute);
  }

  private present(): TemplateResult {
    const lane = this.lane(this.attribute);
    if (!lane) {
      return html``;
    }
    const label = labelAt(this.labels, this.attribute, this.frame);
    const confidence = label && confidenceAt(label, this.frame);
    return html`
      <p>
        <strong>${label ? answerText(lane.attribute, label.answer) : texts.noAnswer}</strong>
        ${confidence === undefined ? "" : `, ${texts.sure(confidence)}`}
      </p>
      ${isOpen(this.labels, lane.gate, this.frame) ? "" : html`<p>${texts.gated(lane.parent, lane.opensWith)}</p>`}
      ${this.run && this.prediction ? this.said(this.run, this.prediction, lane) : html`<p>${texts.noRunSaw}</p>`}
    `;
  }

  private said(run: Run, prediction: Prediction, lane: Lane): TemplateResult {
    const mapping = run.request.featuresMapping;
    return html`
      <p>
        ${texts.runSaid(texts.saw[prediction.outcome] ?? prediction.outcome, run.outcome?.confidence ?? run.request.confidence)}
        ${prediction.reason ?? ""}
        ${prediction.heldFrom === null || prediction.heldFrom === undefined ? "" : texts.heldFrom(prediction.heldFrom)}
        <a href="#/runs/${run.id}">${texts.record}</a>
      </p>
      ${prediction.probabilities ? this.probabilities(prediction.probabilities, mapping, lane) : ""}
    `;
  }

  private probabilities(said: Record<string, number>, mapping: Record<string, string>, lane: Lane): TemplateResult {
    return html`
      <table>
        <thead><tr><th scope="col">${texts.feature}</th><th scope="col">${texts.answer}</th><th scope="col">${texts.probability}</th></tr></thead>
        <tbody>
          ${Object.entries(said)
            .sort(([, some], [, other]) => other - some)
            .map(([feature, probability]) => html`<tr>
              <td>${feature}</td>
              <td>${mapping[feature] ? optionTitle(lane.attribute, mapping[feature]) : texts.outcome["unmapped"]}</td>
              <td><meter min="0" max="1" .value=${probability} aria-label=${feature}></meter> ${probability.toFixed(4)}</td>
            </tr>`)}
        </tbody>
      </table>
    `;
  }

  private list(changes: Change[]): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${texts.when}</th><th scope="col">${texts.who}</th><th scope="col">${texts.question}</th>
          <th scope="col">${texts.before}</th><th scope="col">${texts.after}</th>
        </tr>
      </thead>
      <tbody>
        ${changes.map(({ cause, attribute, before, after }) => html`<tr>
          <td>${new Date(cause.at).toLocaleString()}</td>
          <td>
            ${texts.cause[cause.kind] ?? cause.kind}, ${typeof cause.actor === "string" ? cause.actor : (cause.actor.name ?? "")}
            ${cause.inferenceRun ? html`<a href="#/runs/${cause.inferenceRun}">${texts.record}</a>` : ""}
          </td>
          <td>${this.lane(attribute)?.attribute.title ?? attribute}</td>
          <td>${this.answer(attribute, before)}</td>
          <td>${this.answer(attribute, after)}</td>
        </tr>`)}
      </tbody>
    </table>`;
  }

  private answer(attribute: string, label: Label | null | undefined): string {
    const lane = this.lane(attribute);
    if (!label || !lane) {
      return "–";
    }
    const confidence = confidenceAt(label, this.frame);
    return answerText(lane.attribute, label.answer) + (confidence === undefined ? "" : ` (${confidence.toFixed(3)})`);
  }
}

customElements.define("fw-why", Why);
