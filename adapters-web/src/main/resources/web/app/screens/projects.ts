import { html, type TemplateResult } from "lit";
import { get, post, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import type { OntologyDraft } from "../domain/drafts.ts";
import { lanes, type Ontology } from "../domain/ontology.ts";
import { texts } from "../texts.ts";
import "./ontology.ts";

interface Project {
  id: string;
  title: string;
  description: string;
  ontology: Ontology;
}

const FIRST_QUESTIONS: OntologyDraft = {
  classifications: [
    {
      attribute: {
        type: "radio",
        title: "Is there a car in the frame?",
        required: true,
        options: [
          {
            title: "yes",
            attributes: [
              { type: "radio", title: "Is the car red?", options: [{ title: "yes", attributes: [] }, { title: "no", attributes: [] }] },
            ],
          },
          { title: "no", attributes: [] },
        ],
      },
    },
  ],
};

class Projects extends Part {
  private projects: Project[] | undefined;
  private next: string | null = null;
  private error = "";
  private creating = false;
  private draft = structuredClone(FIRST_QUESTIONS);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const page = await get<Page<Project>>(`/projects?limit=50${this.next ? `&pageToken=${this.next}` : ""}`);
      this.projects = [...(this.projects ?? []), ...page.items];
      this.next = page.nextPageToken;
      this.requestUpdate();
    } catch (e) {
      this.error = words(e);
      this.requestUpdate();
    }
  }

  private async create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    try {
      const project = await post<Project>("/projects", { title: form.get("title"), ontology: this.draft });
      location.hash = `#/projects/${project.id}`;
    } catch (e) {
      this.error = words(e);
      this.requestUpdate();
    }
  }

  override render(): TemplateResult {
    return html`
      <div class="page">
        <div class="heading">
          <h1>${texts.projects}</h1>
          <button
            class="primary"
            aria-expanded=${this.creating}
            @click=${() => {
              this.creating = !this.creating;
              this.requestUpdate();
            }}
          >
            ${texts.newProject}
          </button>
        </div>
        ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
        ${this.creating ? this.form() : ""}
        ${this.projects === undefined ? html`<p>${texts.loading}</p>` : this.list(this.projects)}
      </div>
    `;
  }

  private form(): TemplateResult {
    return html`
      <form class="card" @submit=${this.create}>
        <label>${texts.title} <input name="title" required maxlength="200" autofocus /></label>
        <h2>${texts.questions}</h2>
        <fw-ontology-builder
          .draft=${this.draft}
          @draft=${(event: CustomEvent<OntologyDraft>) => {
            this.draft = event.detail;
          }}
        ></fw-ontology-builder>
        <p><button class="primary">${texts.create}</button></p>
      </form>
    `;
  }

  private list(projects: Project[]): TemplateResult {
    if (projects.length === 0) {
      return html`<p class="empty">${texts.noProjects}</p>`;
    }
    return html`
      <ul class="cards">
        ${projects.map(
          (project) => html`
            <li>
              <a class="card" href="#/projects/${project.id}">
                <strong>${project.title}</strong>
                <span>${lanes(project.ontology).map((lane) => lane.attribute.title).join(" · ")}</span>
              </a>
            </li>
          `,
        )}
      </ul>
      ${this.next ? html`<button @click=${() => this.load()}>${texts.showMore}</button>` : ""}
    `;
  }
}

customElements.define("fw-projects", Projects);
