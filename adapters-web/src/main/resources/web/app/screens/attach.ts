import { html, type TemplateResult } from "lit";
import { frameUrl, get, post, send, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { proposedMapping } from "../domain/mapping.ts";
import { lanes, options, optionTitle, type Lane, type Ontology } from "../domain/ontology.ts";
import { person } from "../person.ts";
import { texts } from "../texts.ts";
import type { Model } from "./models.ts";

interface AttachedModel {
  id: string;
  modelId: string;
  attribute: string;
  enabled: boolean;
  archived: boolean;
  merge: boolean;
  featuresMapping: Record<string, string>;
  iterationPolicy: { type: string };
  version: number;
}

interface DataUnit {
  id: string;
  title: string;
  frameCount: number;
}

interface TryOut {
  dataUnitId: string;
  frame: number;
  predictions: { feature: string; probability: number }[];
}

/** The models of a project: which question each answers, and the way to attach another one. */
class Attach extends Part {
  declare project: string;
  declare ontology: Ontology;
  private attached: AttachedModel[] | undefined;
  private models: Model[] = [];
  private model: Model | undefined;
  private lane: Lane | undefined;
  private mapping: Record<string, string> = {};
  private merge = false;
  private units: DataUnit[] = [];
  private unit: DataUnit | undefined;
  private frame = 0;
  private tryOut: TryOut | undefined;
  private trying = false;
  private error = "";
  /** Why the model cannot be attached, or tried. */
  private refusal = "";

  static override properties = { project: { attribute: false }, ontology: { attribute: false } };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [attached, models, units] = await Promise.all([
        get<Page<AttachedModel>>(`/projects/${this.project}/attached-models?limit=100`),
        get<Page<Model>>("/models?limit=100"),
        get<Page<DataUnit>>(`/projects/${this.project}/data-units?limit=100`),
      ]);
      this.units = units.items;
      this.look(this.unit ?? units.items[0]);
      this.attached = attached.items.filter((each) => !each.archived);
      this.models = models.items;
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private radios(): Lane[] {
    return lanes(this.ontology).filter((lane) => lane.attribute.type === "radio");
  }

  /** At the middle of a clip there is most to see. */
  private look(unit: DataUnit | undefined): void {
    this.unit = unit;
    this.frame = Math.floor((unit?.frameCount ?? 0) / 2);
    this.tryOut = undefined;
    this.requestUpdate();
  }

  private async tryOn(model: Model, unit: DataUnit): Promise<void> {
    try {
      this.refusal = "";
      this.trying = true;
      this.requestUpdate();
      this.tryOut = await post<TryOut>(`/models/${model.id}/try-outs`, { dataUnitId: unit.id, frame: this.frame });
    } catch (e) {
      this.refusal = words(e);
    }
    this.trying = false;
    this.requestUpdate();
  }

  private choose(model: Model | undefined, lane: Lane | undefined): void {
    this.tryOut = model === this.model ? this.tryOut : undefined;
    this.model = model;
    this.lane = lane;
    this.refusal = "";
    this.mapping = model && lane ? proposedMapping(model.features, options(lane.attribute)) : {};
    this.requestUpdate();
  }

  private async attach(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.model) {
      return;
    }
    try {
      this.refusal = "";
      const featuresMapping = Object.fromEntries(this.model.features.map((feature) => [feature, this.mapping[feature] ?? null]));
      await post(`/projects/${this.project}/attached-models`, { modelId: this.model.id, featuresMapping, merge: this.merge });
      this.choose(undefined, undefined);
      await this.load();
    } catch (e) {
      this.refusal = words(e);
      this.requestUpdate();
    }
  }

  private async change(method: "PATCH" | "DELETE", each: AttachedModel, body?: unknown): Promise<void> {
    try {
      this.error = "";
      await send(method, `/projects/${this.project}/attached-models/${each.id}`, body, { "If-Match": `"${each.version}"` });
    } catch (e) {
      this.error = words(e);
    }
    await this.load();
  }

  override render(): TemplateResult {
    return html`
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
      ${this.attached === undefined
        ? html`<p role="status">${texts.loading}</p>`
        : this.attached.length === 0
          ? html`<p class="empty">${texts.noneAttached}</p>`
          : this.table(this.attached)}
      ${person().may("attach-model") ? this.wizard() : ""}
    `;
  }

  private table(attached: AttachedModel[]): TemplateResult {
    return html`<div class="wide" tabindex="0" role="region" aria-label=${texts.attachedModels}><table>
      <thead><tr>
        <th scope="col">${texts.model}</th><th scope="col">${texts.question}</th><th scope="col">${texts.mapping}</th>
        <th scope="col">${texts.enabled}</th><th scope="col"><span class="unseen">${texts.actions}</span></th>
      </tr></thead>
      <tbody>
        ${attached.map((each) => {
          const lane = lanes(this.ontology).find((one) => one.attribute.featureNodeHash === each.attribute);
          const title = this.models.find((model) => model.id === each.modelId)?.title ?? each.modelId;
          return html`<tr>
            <td><a href="#/models/${each.modelId}">${title}</a></td>
            <td>${lane?.attribute.title ?? each.attribute}</td>
            <td>${Object.entries(each.featuresMapping)
              .map(([feature, option]) => `${feature} → ${lane ? optionTitle(lane.attribute, option) : option}`)
              .join(", ")}</td>
            <td><input type="checkbox" aria-label="${texts.enabled}: ${title}" .checked=${each.enabled}
              @change=${() => this.change("PATCH", each, { enabled: !each.enabled })} /></td>
            <td><button class="quiet" @click=${() => this.change("DELETE", each)}>${texts.detach}</button></td>
          </tr>`;
        })}
      </tbody>
    </table></div>`;
  }

  private wizard(): TemplateResult {
    if (this.models.length === 0) {
      return html`<p><a class="button" href="#/models">${texts.importModel}</a></p>`;
    }
    return html`<form class="card" @submit=${this.attach}>
      <h2>${texts.attachModel}</h2>
      <div class="fields">
        <label>1. ${texts.model}
          <select required @change=${(event: Event) =>
            this.choose(this.models.find((each) => each.id === (event.target as HTMLSelectElement).value), this.lane)}>
            <option value="" ?selected=${!this.model}>–</option>
            ${this.models.map((each) => html`<option value=${each.id} ?selected=${each === this.model}>${each.title}</option>`)}
          </select>
        </label>
        <label>2. ${texts.questionItAnswers}
          <select required @change=${(event: Event) =>
            this.choose(this.model, this.radios().find((lane) => lane.attribute.featureNodeHash === (event.target as HTMLSelectElement).value))}>
            <option value="" ?selected=${!this.lane}>–</option>
            ${this.radios().map((lane) => html`<option value=${lane.attribute.featureNodeHash}
              ?selected=${lane.attribute.featureNodeHash === this.lane?.attribute.featureNodeHash}>
              ${" ".repeat(3 * lane.depth)}${lane.attribute.title}
            </option>`)}
          </select>
        </label>
      </div>
      ${this.model && this.lane ? this.mappingOf(this.model, this.lane) : html`<p>${texts.attachSays}</p>`}
    </form>`;
  }

  private mappingOf(model: Model, lane: Lane): TemplateResult {
    return html`
      <fieldset class="plain-set">
        <legend>3. ${texts.mapping}</legend>
        <p>${texts.mappingSays}</p>
        ${model.features.map((feature) => html`<label class="mapped">
          <code>${feature}</code>
          <select @change=${(event: Event) => {
            const { value } = event.target as HTMLSelectElement;
            if (value) this.mapping[feature] = value;
            else delete this.mapping[feature];
            this.requestUpdate();
          }}>
            <option value="" ?selected=${!this.mapping[feature]}>${texts.leaveUnmapped}</option>
            ${options(lane.attribute).map((option) => html`<option value=${option.featureNodeHash}
              ?selected=${this.mapping[feature] === option.featureNodeHash}>${option.title}</option>`)}
          </select>
        </label>`)}
      </fieldset>
      <label class="check"><input type="checkbox" .checked=${this.merge} @change=${(event: Event) => {
        this.merge = (event.target as HTMLInputElement).checked;
      }} /> ${texts.mergeSays}</label>
      ${this.unit ? this.trial(model, lane, this.unit) : ""}
      ${lane.gate.length > 0 ? html`<p>${texts.gated(lane.parent, lane.opensWith)}</p>` : ""}
      ${this.refusal ? html`<p class="error" role="alert">${this.refusal}</p>` : ""}
      <p><button class="primary">${texts.attachModel}</button></p>
    `;
  }

  private trial(model: Model, lane: Lane, unit: DataUnit): TemplateResult {
    return html`<fieldset class="plain-set trial">
      <legend>4. ${texts.tryIt}</legend>
      <div class="fields">
        <label>${texts.dataUnit}
          <select @change=${(event: Event) => this.look(this.units.find((each) => each.id === (event.target as HTMLSelectElement).value))}>
            ${this.units.map((each) => html`<option value=${each.id} ?selected=${each === unit}>${each.title}</option>`)}
          </select>
        </label>
        <label>${texts.frame}
          <input type="number" min="0" max=${unit.frameCount - 1} .value=${String(this.frame)} @change=${(event: Event) => {
            this.frame = (event.target as HTMLInputElement).valueAsNumber || 0;
            this.tryOut = undefined;
            this.requestUpdate();
          }} />
        </label>
        <button type="button" ?disabled=${this.trying} @click=${() => this.tryOn(model, unit)}>${this.trying ? texts.trying : texts.tryNow}</button>
      </div>
      <div class="looked">
        <img src=${frameUrl(unit.id, this.frame, 320)} alt=${texts.frameOf(this.frame, unit.title)} width="320" height="180" />
        <div role="status">${this.tryOut ? html`<ul class="plain">
          ${[...this.tryOut.predictions]
            .sort((one, other) => other.probability - one.probability)
            .slice(0, 5)
            .map(({ feature, probability }) => html`<li>
              <span>${feature}${this.mapping[feature] ? ` → ${optionTitle(lane.attribute, this.mapping[feature])}` : ""}</span>
              <meter min="0" max="1" .value=${probability} aria-label=${feature}></meter>
              <span>${texts.percent(probability)}</span>
            </li>`)}
        </ul>` : ""}</div>
      </div>
    </fieldset>`;
  }
}

customElements.define("fw-attach", Attach);
