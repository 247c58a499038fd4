import { html, type TemplateResult } from "lit";
import { frameUrl, get, send, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { draftOf, type OntologyDraft } from "../domain/drafts.ts";
import { labelledShare, type Label } from "../domain/labels.ts";
import { lanes, type Ontology } from "../domain/ontology.ts";
import { timeOf, type Fraction } from "../domain/time.ts";
import { filesOf, parcels, type Parcel } from "../files.ts";
import { person } from "../person.ts";
import { texts } from "../texts.ts";
import { giveUp, unfinished, uploadDataUnit } from "../uploads.ts";
import "./attach.ts";
import "./ontology.ts";
import "./webhooks.ts";

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

interface Sending {
  name: string;
  parcel: Parcel;
  share: number;
  /** For the connection to come back. */
  waiting: boolean;
  error: string;
  stop: AbortController;
}

const VIEWS = ["", "models", "questions", "webhooks"] as const;

/** One project: its clips, models, questions and webhooks. */
class ProjectScreen extends Part {
  declare project: string;
  declare view: string;
  private found: Project | undefined;
  private draft: OntologyDraft | undefined;
  private units: DataUnit[] | undefined;
  private next: string | null = null;
  private readonly shares = new Map<string, number>();
  private sending: Sending[] = [];
  private over = false;
  private note = "";
  private error = "";

  static override properties = { project: { attribute: false }, view: { attribute: false } };

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("project")) {
      void this.load();
    }
  }

  private async load(more = false): Promise<void> {
    try {
      const token = more && this.next ? `&pageToken=${this.next}` : "";
      const [project, units] = await Promise.all([
        get<Project>(`/projects/${this.project}`),
        get<Page<DataUnit>>(`/projects/${this.project}/data-units?limit=48${token}`),
      ]);
      this.found = project;
      this.draft = draftOf(project.ontology);
      this.units = more ? [...(this.units ?? []), ...units.items] : units.items;
      this.next = units.nextPageToken;
      this.requestUpdate();
      await this.loadShares(units.items, project.ontology);
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  /** One after the other: nobody waits for these. */
  private async loadShares(units: DataUnit[], ontology: Ontology): Promise<void> {
    for (const unit of units) {
      if (!this.isConnected) {
        return;
      }
      const { labels } = await get<{ labels: Label[] }>(`/data-units/${unit.id}/labels`);
      this.shares.set(unit.id, labelledShare(labels, lanes(ontology), unit.frameCount));
      this.requestUpdate();
    }
  }

  private async sendAll(parcels: Parcel[]): Promise<void> {
    const all = parcels.map((parcel) => ({ name: parcel.name, parcel, share: 0, waiting: false, error: "", stop: new AbortController() }));
    this.sending.push(...all);
    this.requestUpdate();
    for (const each of all) {
      await this.send(each);
    }
  }

  private async send(each: Sending): Promise<void> {
    const { name, files } = each.parcel;
    each.error = "";
    try {
      each.stop.signal.throwIfAborted();
      const told = {
        sent: (share: number) => {
          each.share = share;
          this.requestUpdate();
        },
        waiting: (is: boolean) => {
          each.waiting = is;
          this.requestUpdate();
        },
      };
      await uploadDataUnit(this.project, files.length > 1 ? name : null, files, told, each.stop.signal);
      this.forget(each);
      await this.load();
    } catch (e) {
      if (each.stop.signal.aborted) {
        this.forget(each);
        if (this.sending.length === 0) {
          await giveUp(this.project);
        }
      } else {
        each.error = words(e);
      }
      this.requestUpdate();
    }
  }

  private forget(each: Sending): void {
    this.sending = this.sending.filter((other) => other !== each);
    this.requestUpdate();
  }

  private async saveOntology(event: Event): Promise<void> {
    event.preventDefault();
    try {
      this.error = this.note = "";
      await send("PUT", `/projects/${this.project}/ontology`, this.draft);
      await this.load();
      this.note = texts.saved(this.found?.ontology.revision ?? 0);
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  override render(): TemplateResult {
    if (!this.found) {
      return html`<div class="page"><p role=${this.error ? "alert" : "status"}>${this.error || texts.loading}</p></div>`;
    }
    const titles = { "": texts.dataUnits, models: texts.attachedModels, questions: texts.questions, webhooks: texts.webhooks };
    return html`
      <div class="page">
        <h1>${this.found.title}</h1>
        <nav class="views" aria-label=${this.found.title}>
          ${VIEWS.map((view) => html`<a
            href="#/projects/${this.project}${view ? `/${view}` : ""}"
            aria-current=${view === this.view ? "page" : "false"}
          >${titles[view]}</a>`)}
          <span class="space"></span>
          <span>${texts.exportLabels}:
            <a href="/api/projects/${this.project}/labels/export?format=json">JSON</a>
            <a href="/api/projects/${this.project}/labels/export?format=csv">CSV</a>
          </span>
        </nav>
        ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
        ${this.note ? html`<p role="status">${this.note}</p>` : ""}
        ${this.viewed(this.found)}
      </div>
    `;
  }

  private viewed(project: Project): TemplateResult {
    switch (this.view) {
      case "models":
        return html`<fw-attach .project=${this.project} .ontology=${project.ontology}></fw-attach>`;
      case "webhooks":
        return html`<fw-webhooks .project=${this.project}></fw-webhooks>`;
      case "questions":
        return html`<form @submit=${this.saveOntology}>
          <p>${texts.revision(project.ontology.revision)}</p>
          <fw-ontology-builder
            .draft=${this.draft}
            @draft=${(event: CustomEvent<OntologyDraft>) => {
              this.draft = event.detail;
            }}
          ></fw-ontology-builder>
          ${person().may("define-project") ? html`<p><button class="primary">${texts.save}</button></p>` : ""}
        </form>`;
      default:
        return html`${this.dropZone()} ${this.sending.map((each) => this.progress(each))} ${this.leftovers()} ${this.unitList()}`;
    }
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
          void filesOf(event.dataTransfer).then((parcels) => this.sendAll(parcels));
        }}
      >
        <label class="button">
          ${texts.chooseFiles}
          <input
            type="file"
            multiple
            class="hidden-input"
            @change=${(event: Event) =>
              this.sendAll(Array.from((event.target as HTMLInputElement).files ?? [], (file) => ({ name: file.name, files: [file] })))}
          />
        </label>
        <label class="button">
          ${texts.chooseFolder}
          <input
            type="file"
            webkitdirectory
            class="hidden-input"
            @change=${(event: Event) => this.sendAll(parcels(Array.from((event.target as HTMLInputElement).files ?? [])))}
          />
        </label>
        <span>${texts.dropHere}</span>
      </div>
    `;
  }

  /** Of a visit before: the browser gives no file twice without being asked. */
  private leftovers(): TemplateResult | string {
    const names = this.sending.length > 0 ? [] : unfinished(this.project);
    return names.length === 0
      ? ""
      : html`<div class="sending" role="status">
          <span>${texts.sentInPart(names)}</span>
          <button @click=${() => giveUp(this.project).then(() => this.requestUpdate())}>${texts.giveUp}</button>
        </div>`;
  }

  private progress(each: Sending): TemplateResult {
    return html`
      <div class="sending" role="status">
        <span>${each.waiting ? texts.waitingForConnection(each.name) : each.share === 1 ? texts.indexing(each.name) : texts.uploading(each.name)}</span>
        ${each.error
          ? html`<span class="error">${each.error}</span>
              <button @click=${() => this.send(each)}>${texts.retry}</button>
              <button @click=${() => this.forget(each)}>${texts.close}</button>`
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
            ${this.shares.has(unit.id)
              ? html`<span>${texts.labelledShare(this.shares.get(unit.id) ?? 0)}</span>
                  <meter min="0" max="1" .value=${this.shares.get(unit.id) ?? 0} aria-label=${texts.labelledShare(this.shares.get(unit.id) ?? 0)}></meter>`
              : ""}
            ${unit.findings.map((finding) => html`<small>${finding}</small>`)}
          </a>
        </li>`,
      )}
    </ul>
    ${this.next ? html`<button @click=${() => this.load(true)}>${texts.showMore}</button>` : ""}`;
  }
}

customElements.define("fw-project", ProjectScreen);
