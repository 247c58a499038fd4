import { html, type TemplateResult } from "lit";
import { get, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { take } from "../filters.ts";
import { texts } from "../texts.ts";

interface Entry {
  sequence: number;
  at: string;
  actor: string;
  action: string;
  subject: { noun: string; id: string; project?: string | null };
  details: Record<string, string>;
  hash: string;
}

/** Who did what to which thing. */
class Audit extends Part {
  private entries: Entry[] | undefined;
  private next: string | null = null;
  private filter = new URLSearchParams();
  private error = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(more = false): Promise<void> {
    try {
      const asked = new URLSearchParams(this.filter);
      asked.set("limit", "100");
      if (more && this.next) {
        asked.set("pageToken", this.next);
      }
      const page = await get<Page<Entry>>(`/audit-entries?${asked}`);
      this.error = "";
      this.entries = more ? [...(this.entries ?? []), ...page.items] : page.items;
      this.next = page.nextPageToken;
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private changed(event: Event): void {
    take(this.filter, event);
    void this.load();
  }

  private static address({ noun, id, project }: Entry["subject"]): string | undefined {
    switch (noun) {
      case "project":
        return `#/projects/${id}`;
      case "inference-run":
        return `#/runs/${id}`;
      case "model":
        return `#/models/${id}`;
      case "data-unit":
        return project ? `#/projects/${project}/data-units/${id}` : undefined;
      default:
        return undefined;
    }
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <h1>${texts.audit}</h1>
      <p>${texts.auditSays}</p>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
      <form class="filters" @submit=${(event: Event) => event.preventDefault()} @change=${this.changed}>
        <label>${texts.action} <input name="action" size="22" placeholder="inference-run.requested" /></label>
        <label>${texts.who} <input name="actor" size="12" /></label>
        <label>${texts.thing} <input name="noun" size="12" placeholder="data-unit" /></label>
        <label>${texts.thingId} <input name="id" size="12" /></label>
        <label>${texts.projectId} <input name="project" size="12" /></label>
        <label>${texts.from} <input name="from" type="datetime-local" /></label>
        <label>${texts.until} <input name="to" type="datetime-local" /></label>
      </form>
      ${this.entries === undefined
        ? html`<p role="status">${texts.loading}</p>`
        : this.entries.length === 0
          ? html`<p class="empty">${texts.noEntry}</p>`
          : this.table(this.entries)}
    </div>`;
  }

  private table(entries: Entry[]): TemplateResult {
    return html`
      <div class="wide" tabindex="0" role="region" aria-label=${texts.audit}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">${texts.number}</th>
              <th scope="col">${texts.when}</th>
              <th scope="col">${texts.who}</th>
              <th scope="col">${texts.action}</th>
              <th scope="col">${texts.thing}</th>
              <th scope="col">${texts.details}</th>
            </tr>
          </thead>
          <tbody>
            ${entries.map((entry) => {
              const address = Audit.address(entry.subject);
              const name = `${entry.subject.noun} ${entry.subject.id.slice(0, 8)}`;
              return html`<tr title=${entry.hash}>
                <td class="number">${entry.sequence}</td>
                <td>${new Date(entry.at).toLocaleString()}</td>
                <td>${entry.actor}</td>
                <td>${entry.action}</td>
                <td>${address ? html`<a href=${address}>${name}</a>` : name}</td>
                <td class="details">
                  ${Object.entries(entry.details)
                    .map(([key, value]) => `${key}: ${value}`)
                    .join(", ")}
                </td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      ${this.next ? html`<p><button @click=${() => this.load(true)}>${texts.showMore}</button></p>` : ""}
    `;
  }
}

customElements.define("fw-audit", Audit);
