import { html, type TemplateResult } from "lit";
import { Part } from "../base.ts";
import { colourAt } from "../colours.ts";
import {
  asOntology,
  drop,
  hasOptions,
  move,
  newAttribute,
  newOption,
  retype,
  type AttributeDraft,
  type OntologyDraft,
  type OptionDraft,
} from "../domain/drafts.ts";
import type { Answer, Label } from "../domain/labels.ts";
import { lanes } from "../domain/ontology.ts";
import { texts } from "../texts.ts";
import "../editor/form.ts";

const TYPES = ["radio", "checklist", "text", "numeric"] as const;

/** Builds an ontology: questions, their options, and the questions below an option; beside it the form that annotators will see. */
class OntologyBuilder extends Part {
  declare draft: OntologyDraft;
  private tried: Label[] = [];
  private json = false;
  private error = "";

  static override properties = { draft: { attribute: false } };

  private changed(): void {
    this.dispatchEvent(new CustomEvent("draft", { detail: this.draft }));
    this.requestUpdate();
  }

  private act(change: () => void): () => void {
    return () => {
      change();
      this.changed();
    };
  }

  override render(): TemplateResult {
    const roots = this.draft.classifications;
    return html`
      <div class="builder">
        <div>
          ${roots.map((root, place) =>
            this.attribute(root.attribute, {
              up: place > 0 ? this.act(() => move(roots, place, -1)) : undefined,
              down: place < roots.length - 1 ? this.act(() => move(roots, place, 1)) : undefined,
              away: this.act(() => drop(roots, place, (node) => (node.attribute.archived = true))),
            }),
          )}
          <div class="buttons">
            <button type="button" @click=${this.act(() => roots.push({ attribute: newAttribute() }))}>${texts.addQuestion}</button>
            <button type="button" aria-expanded=${this.json} @click=${() => {
              this.json = !this.json;
              this.requestUpdate();
            }}>${texts.asJson}</button>
          </div>
          ${this.json ? this.text() : ""}
        </div>
        <section class="card" aria-label=${texts.formPreview}>
          <h2>${texts.formPreview}</h2>
          ${this.preview()}
        </section>
      </div>
    `;
  }

  private text(): TemplateResult {
    return html`<label>${texts.ontologyOf}
        <textarea
          rows="14"
          spellcheck="false"
          .value=${JSON.stringify(this.draft, null, 2)}
          @change=${(event: Event) => {
            try {
              const read = JSON.parse((event.target as HTMLTextAreaElement).value) as OntologyDraft;
              if (!Array.isArray(read.classifications)) {
                throw new Error(texts.noClassifications);
              }
              this.draft = read;
              this.error = "";
              this.changed();
            } catch (e) {
              this.error = e instanceof Error ? e.message : String(e);
              this.requestUpdate();
            }
          }}
        ></textarea>
      </label>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
      <a download="ontology.json" href="data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(this.draft, null, 2))}">
        ${texts.saveJson}
      </a>`;
  }

  private preview(): TemplateResult {
    const all = lanes(asOntology(this.draft));
    const attribute = (hash: string): void => {
      this.tried = this.tried.filter((label) => label.attribute !== hash);
    };
    return html`<fw-form
      .lanes=${all}
      .labels=${this.tried}
      .frame=${0}
      .range=${{ first: 0, last: 0 }}
      .marked=${""}
      @answer=${(event: CustomEvent<{ attribute: string; answer: Answer }>) => {
        attribute(event.detail.attribute);
        this.tried.push({ ...event.detail, frameRange: { first: 0, last: 0 }, source: { type: "person" }, confidences: [] });
        this.tried = [...this.tried];
        this.requestUpdate();
      }}
      @remove=${(event: CustomEvent<string>) => {
        attribute(event.detail);
        this.requestUpdate();
      }}
    ></fw-form>`;
  }

  private tools(name: string, { up, down, away }: { up?: () => void; down?: () => void; away: () => void }): TemplateResult {
    return html`<span class="tools">
      <button type="button" class="quiet" aria-label="${texts.moveUp}: ${name}" ?disabled=${!up} @click=${up}>↑</button>
      <button type="button" class="quiet" aria-label="${texts.moveDown}: ${name}" ?disabled=${!down} @click=${down}>↓</button>
      <button type="button" class="quiet" @click=${away}>${texts.remove}</button>
    </span>`;
  }

  private attribute(attribute: AttributeDraft, tools: { up?: () => void; down?: () => void; away: () => void }): TemplateResult {
    const saved = attribute.featureNodeHash !== undefined;
    return html`<fieldset class="node ${attribute.archived ? "archived" : ""}">
      <legend>${attribute.title || texts.newQuestion}</legend>
      <div class="row">
        <label class="grow">${texts.question}
          <input required maxlength="500" .value=${attribute.title} @input=${(event: Event) => {
            attribute.title = (event.target as HTMLInputElement).value;
            this.changed();
          }} />
        </label>
        <label>${texts.type}
          <select ?disabled=${saved} @change=${(event: Event) => {
            retype(attribute, (event.target as HTMLSelectElement).value as AttributeDraft["type"]);
            this.changed();
          }}>
            ${TYPES.map((type) => html`<option ?selected=${type === attribute.type}>${type}</option>`)}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" .checked=${attribute.required ?? false} @change=${(event: Event) => {
            attribute.required = (event.target as HTMLInputElement).checked;
            this.changed();
          }} />
          ${texts.required}
        </label>
        ${attribute.archived
          ? html`<button type="button" @click=${this.act(() => (attribute.archived = false))}>${texts.bringBack}</button>`
          : this.tools(attribute.title, tools)}
      </div>
      ${attribute.type === "numeric" ? this.bounds(attribute) : ""}
      ${hasOptions(attribute.type) ? this.options(attribute) : ""}
    </fieldset>`;
  }

  private bounds(attribute: AttributeDraft): TemplateResult {
    const bound = (name: "minimum" | "maximum", title: string): TemplateResult => html`<label>${title}
      <input type="number" step="any" .value=${String(attribute[name] ?? "")} @change=${(event: Event) => {
        const { value } = event.target as HTMLInputElement;
        attribute[name] = value === "" ? null : Number(value);
        this.changed();
      }} />
    </label>`;
    return html`<div class="row">${bound("minimum", texts.minimum)} ${bound("maximum", texts.maximum)}</div>`;
  }

  private options(attribute: AttributeDraft): TemplateResult {
    const all = (attribute.options ??= []);
    return html`
      ${all.map((option, place) => this.option(attribute, option, place, all))}
      <button type="button" @click=${this.act(() => all.push(newOption()))}>${texts.addOption}</button>
    `;
  }

  private option(attribute: AttributeDraft, option: OptionDraft, place: number, all: OptionDraft[]): TemplateResult {
    const nested = (option.attributes ??= []);
    return html`<div class="option ${option.archived ? "archived" : ""}">
      <div class="row">
        <input type="color" class="swatch" aria-label="${texts.colour}: ${option.title}" title=${texts.colour}
          .value=${option.color ?? colourAt(place)} @input=${(event: Event) => {
            option.color = (event.target as HTMLInputElement).value;
            this.changed();
          }} />
        ${option.color
          ? html`<button type="button" class="quiet" @click=${this.act(() => (option.color = null))}>${texts.colourOfPlace}</button>`
          : ""}
        <label class="grow inline">
          <span class="unseen">${texts.option}</span>
          <input required maxlength="500" placeholder=${texts.option} .value=${option.title} @input=${(event: Event) => {
            option.title = (event.target as HTMLInputElement).value;
            this.changed();
          }} />
        </label>
        ${attribute.type === "radio" && !option.archived
          ? html`<button type="button" class="quiet" @click=${this.act(() => nested.push(newAttribute()))}>${texts.askBelow}</button>`
          : ""}
        ${option.archived
          ? html`<button type="button" @click=${this.act(() => (option.archived = false))}>${texts.bringBack}</button>`
          : this.tools(
              option.title,
              {
                up: place > 0 ? this.act(() => move(all, place, -1)) : undefined,
                down: place < all.length - 1 ? this.act(() => move(all, place, 1)) : undefined,
                away: this.act(() => drop(all, place, (node) => (node.archived = true))),
              },
            )}
      </div>
      ${nested.length === 0
        ? ""
        : html`<div class="nested">
            ${nested.map((each, at) =>
              this.attribute(each, {
                up: at > 0 ? this.act(() => move(nested, at, -1)) : undefined,
                down: at < nested.length - 1 ? this.act(() => move(nested, at, 1)) : undefined,
                away: this.act(() => drop(nested, at, (node) => (node.archived = true))),
              }),
            )}
          </div>`}
    </div>`;
  }
}

customElements.define("fw-ontology-builder", OntologyBuilder);
