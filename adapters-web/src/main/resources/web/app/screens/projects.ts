import { html, type TemplateResult } from "lit";
import { get, post, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { lanes, type Ontology } from "../domain/ontology.ts";
import { texts } from "../texts.ts";

interface Project {
  id: string;
  title: string;
  description: string;
  ontology: Ontology;
}

const FIRST_QUESTIONS = {
  classifications: [
    {
      attribute: {
        type: "radio",
        title: "Is there a car in the frame?",
        required: true,
        options: [
          {
            title: "yes",
            attributes: [{ type: "radio", title: "Is the car red?", options: [{ title: "yes" }, { title: "no" }] }],
          },
          { title: "no" },
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
      const ontology = JSON.parse(String(form.get("ontology")));
      const project = await post<Project>("/projects", { title: form.get("title"), ontology });
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
        <label>
          ${texts.ontologyOf}
          <textarea name="ontology" rows="14" spellcheck="false">${JSON.stringify(FIRST_QUESTIONS, null, 2)}</textarea>
        </label>
        <button class="primary">${texts.create}</button>
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
      ${this.next ? html`<button @click=${() => this.load()}>…</button>` : ""}
    `;
  }
}

customElements.define("fw-projects", Projects);
