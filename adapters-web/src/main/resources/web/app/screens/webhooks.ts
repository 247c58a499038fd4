import { html, type TemplateResult } from "lit";
import { get, post, send, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { texts } from "../texts.ts";

interface Webhook {
  id: string;
  url: string;
  events: string[];
  enabled: boolean;
  disabled?: string | null;
  secret?: string | null;
}

interface Delivery {
  id: string;
  state: string;
  tries: number;
  status?: number | null;
  problem?: string | null;
  createdAt: string;
  event: { type?: string };
}

const EVENTS = ["inference-run.finished", "inference-run.failed", "inference-run.cancelled", "labels.changed"];

/** Whom a project tells what happens in it, and what was sent. */
class Webhooks extends Part {
  declare project: string;
  private hooks: Webhook[] | undefined;
  private shown = "";
  private deliveries: Delivery[] = [];
  private secret = "";
  private error = "";

  static override properties = { project: { attribute: false } };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private path(rest = ""): string {
    return `/projects/${this.project}/webhooks${rest}`;
  }

  private async load(): Promise<void> {
    try {
      this.hooks = (await get<Page<Webhook>>(this.path("?limit=100"))).items;
      if (this.shown) {
        this.deliveries = (await get<Page<Delivery>>(this.path(`/${this.shown}/deliveries?limit=50`))).items;
      }
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  private async act(deed: () => Promise<unknown>): Promise<void> {
    try {
      this.error = "";
      await deed();
    } catch (e) {
      this.error = words(e);
    }
    await this.load();
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const said = new FormData(form);
    void this.act(async () => {
      const made = await post<Webhook>(this.path(), { url: said.get("url"), events: said.getAll("events") });
      this.secret = made.secret ?? "";
      form.reset();
    });
  }

  override render(): TemplateResult {
    return html`
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
      ${this.secret ? html`<p class="card" role="status">${texts.secretSays} <code>${this.secret}</code></p>` : ""}
      ${this.hooks === undefined
        ? html`<p role="status">${texts.loading}</p>`
        : this.hooks.length === 0
          ? html`<p class="empty">${texts.noWebhooks}</p>`
          : this.hooks.map((hook) => this.hook(hook))}
      <form class="card" @submit=${this.add}>
        <h2>${texts.addWebhook}</h2>
        <label>${texts.address} <input name="url" type="url" required placeholder="https://example.org/framewise" /></label>
        <fieldset class="plain-set">
          <legend>${texts.events}</legend>
          ${EVENTS.map((each) => html`<label class="check"><input type="checkbox" name="events" value=${each} checked /> ${each}</label>`)}
        </fieldset>
        <p><button class="primary">${texts.addWebhook}</button></p>
      </form>
    `;
  }

  private hook(hook: Webhook): TemplateResult {
    const one = this.path(`/${hook.id}`);
    return html`<section class="card" aria-label=${hook.url}>
      <strong>${hook.url}</strong>
      <span>${hook.events.join(", ")}</span>
      ${hook.enabled ? "" : html`<span class="error">${texts.disabled} ${hook.disabled ?? ""}</span>`}
      <div class="buttons">
        <button @click=${() => this.act(() => post(`${one}/test`))}>${texts.sendTest}</button>
        <button @click=${() => this.act(() => send("PATCH", one, { enabled: !hook.enabled }))}>
          ${hook.enabled ? texts.disable : texts.enable}
        </button>
        <button @click=${() =>
          this.act(async () => {
            this.secret = (await post<Webhook>(`${one}/rotate-secret`)).secret ?? "";
          })}>${texts.newSecret}</button>
        <button @click=${() => {
          this.shown = this.shown === hook.id ? "" : hook.id;
          void this.load();
        }} aria-expanded=${this.shown === hook.id}>${texts.deliveries}</button>
        <button @click=${() => this.act(() => send("DELETE", one))}>${texts.remove}</button>
      </div>
      ${this.shown === hook.id ? this.log(hook) : ""}
    </section>`;
  }

  private log(hook: Webhook): TemplateResult {
    return this.deliveries.length === 0
      ? html`<p class="empty">${texts.noDeliveries}</p>`
      : html`<div class="wide" tabindex="0" role="region" aria-label=${texts.deliveries}><table>
          <thead><tr>
            <th scope="col">${texts.when}</th><th scope="col">${texts.event}</th><th scope="col">${texts.stateTitle}</th>
            <th scope="col" class="number">${texts.tries}</th><th scope="col">${texts.answer}</th>
            <th scope="col"><span class="unseen">${texts.actions}</span></th>
          </tr></thead>
          <tbody>
            ${this.deliveries.map((each) => html`<tr>
              <td>${new Date(each.createdAt).toLocaleString()}</td>
              <td>${each.event.type ?? ""}</td>
              <td>${each.state}</td>
              <td class="number">${each.tries}</td>
              <td>${each.status ?? ""} ${each.problem ?? ""}</td>
              <td><button class="quiet" @click=${() =>
                this.act(() => post(this.path(`/${hook.id}/deliveries/${each.id}/redeliver`)))}>${texts.redeliver}</button></td>
            </tr>`)}
          </tbody>
        </table></div>`;
  }
}

customElements.define("fw-webhooks", Webhooks);
