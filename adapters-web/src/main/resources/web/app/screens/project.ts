import { html, type TemplateResult } from "lit";
import { frameUrl, get, upload, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { lanes, optionTitle, type Ontology } from "../domain/ontology.ts";
import { timeOf, type Fraction } from "../domain/time.ts";
import { texts } from "../texts.ts";

interface Project {
  id: string;
  title: string;
  ontology: Ontology;
}

interface DataUnit {
  id: string;
  title: string;
  kind: string;
  frameCount: number;
  frameRate: Fraction;
  findings: string[];
}

interface AttachedModel {
  id: string;
  modelId: string;
  attribute: string;
  enabled: boolean;
  featuresMapping: Record<string, string>;
}

interface Model {
  id: string;
  title: string;
  architecture: string;
}

interface Sending {
  name: string;
  share: number;
  error: string;
  stop: AbortController;
}

class ProjectScreen extends Part {
  declare project: string;
  private found: Project | undefined;
  private units: DataUnit[] | undefined;
  private attached: AttachedModel[] = [];
  private models: Model[] = [];
  private sending: Sending[] = [];
  private over = false;
  private error = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [project, units, attached, models] = await Promise.all([
        get<Project>(`/projects/${this.project}`),
        get<Page<DataUnit>>(`/projects/${this.project}/data-units?limit=100`),
        get<Page<AttachedModel>>(`/projects/${this.project}/attached-models?limit=100`),
        get<Page<Model>>("/models?limit=100"),
      ]);
      this.found = project;
      this.units = units.items;
      this.attached = attached.items;
      this.models = models.items;
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private async send(files: FileList | null): Promise<void> {
    for (const file of Array.from(files ?? [])) {
      const sending: Sending = { name: file.name, share: 0, error: "", stop: new AbortController() };
      this.sending.push(sending);
      const form = new FormData();
      form.append("file", file);
      try {
        await upload(
          `/projects/${this.project}/data-units`,
          form,
          (share) => {
            sending.share = share;
            this.requestUpdate();
          },
          sending.stop.signal,
        );
        this.sending = this.sending.filter((each) => each !== sending);
        await this.load();
      } catch (e) {
        sending.error = words(e);
        this.requestUpdate();
      }
    }
  }

  override render(): TemplateResult {
    if (!this.found) {
      return html`<div class="page"><p role=${this.error ? "alert" : "status"}>${this.error || texts.loading}</p></div>`;
    }
    return html`
      <div class="page">
        <h1>${this.found.title}</h1>
        ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
        <div class="columns">
          <section aria-labelledby="units">
            <h2 id="units">${texts.dataUnits}</h2>
            ${this.dropZone()} ${this.sending.map((each) => this.progress(each))} ${this.unitList()}
          </section>
          <aside>
            <h2>${texts.attachedModels}</h2>
            ${this.attached.length === 0 ? html`<p class="empty">${texts.noModels}</p>` : ""}
            <ul class="plain">
              ${this.attached.map((each) => this.attachedModel(each))}
            </ul>
            <h2>${texts.questions}</h2>
            <ul class="plain">
              ${lanes(this.found.ontology).map(
                (lane) => html`<li class="depth-${Math.min(lane.depth, 6)}">
                  ${lane.attribute.title} <small>${lane.attribute.type}${lane.opensWith ? `, ${lane.opensWith}` : ""}</small>
                </li>`,
              )}
            </ul>
            <h2>${texts.exportLabels}</h2>
            <p>
              <a href="/api/projects/${this.project}/labels/export?format=json">JSON</a> ·
              <a href="/api/projects/${this.project}/labels/export?format=csv">CSV</a>
            </p>
          </aside>
        </div>
      </div>
    `;
  }

  private attachedModel(each: AttachedModel): TemplateResult {
    const model = this.models.find((other) => other.id === each.modelId);
    const lane = this.found && lanes(this.found.ontology).find((one) => one.attribute.featureNodeHash === each.attribute);
    return html`<li>
      <strong>${model?.title ?? each.modelId}</strong> <small>${model?.architecture ?? ""}</small><br />
      ${lane?.attribute.title ?? each.attribute}:
      ${Object.entries(each.featuresMapping)
        .map(([feature, option]) => `${feature} → ${lane ? optionTitle(lane.attribute, option) : option}`)
        .join(", ")}
    </li>`;
  }

  private dropZone(): TemplateResult {
    return html`
      <div
        class="drop ${this.over ? "over" : ""}"
        @dragover=${(event: DragEvent) => {
          event.preventDefault();
          this.over = true;
          this.requestUpdate();
        }}
        @dragleave=${() => {
          this.over = false;
          this.requestUpdate();
        }}
        @drop=${(event: DragEvent) => {
          event.preventDefault();
          this.over = false;
          void this.send(event.dataTransfer?.files ?? null);
        }}
      >
        <label class="button">
          ${texts.chooseFiles}
          <input
            type="file"
            multiple
            class="hidden-input"
            @change=${(event: Event) => this.send((event.target as HTMLInputElement).files)}
          />
        </label>
        <span>${texts.dropHere}</span>
      </div>
    `;
  }

  private progress(each: Sending): TemplateResult {
    return html`
      <div class="sending" role="status">
        <span>${texts.uploading(each.name)}</span>
        ${each.error
          ? html`<span class="error">${each.error}</span>`
          : html`<progress max="1" .value=${each.share} aria-label=${texts.uploading(each.name)}></progress>
              <button @click=${() => each.stop.abort()}>${texts.cancel}</button>`}
      </div>
    `;
  }

  private unitList(): TemplateResult {
    if (this.units === undefined) {
      return html`<p>${texts.loading}</p>`;
    }
    if (this.units.length === 0) {
      return html`<p class="empty">${texts.noDataUnits}</p>`;
    }
    return html`<ul class="cards">
      ${this.units.map(
        (unit) => html`<li>
          <a class="card unit" href="#/projects/${this.project}/data-units/${unit.id}">
            <img src=${frameUrl(unit.id, Math.floor(unit.frameCount / 2), 320)} alt="" loading="lazy" width="320" height="180" />
            <strong>${unit.title}</strong>
            <span>${texts.frames(unit.frameCount)} · ${timeOf(unit.frameCount, unit.frameRate)}</span>
          </a>
        </li>`,
      )}
    </ul>`;
  }
}

customElements.define("fw-project", ProjectScreen);
