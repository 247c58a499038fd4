import { html, type TemplateResult } from "lit";
import { get, upload, type Page } from "../api.ts";
import { Part, words } from "../base.ts";
import { person } from "../person.ts";
import { texts } from "../texts.ts";

interface Check {
  format: string;
  layers: number;
  parameters: number;
  engine: string;
  form: string;
  goldens?: { samples: number; largest: number; mean: number; topClassAgrees: boolean; worst: string } | null;
}

export interface Iteration {
  id: string;
  number: number;
  weights: string;
  bytes: number;
  check: Check;
  preprocessing: { width: number; height: number; resize: string };
  activation: string;
  provenance: string;
  createdAt: string;
}

export interface Model {
  id: string;
  title: string;
  architecture: string;
  features: string[];
  iterations: Iteration[];
  createdAt: string;
}

const ARCHITECTURES = [
  "resnet18", "resnet34", "resnet50", "resnet101", "resnet152",
  "vgg11", "vgg11_bn", "vgg13", "vgg13_bn", "vgg16", "vgg16_bn", "vgg19", "vgg19_bn", "other",
];
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** The trained networks of the server: their iterations, where they come from, and what the check of each has found. */
class Models extends Part {
  declare model: string;
  private models: Model[] | undefined;
  private next: string | null = null;
  private importing = false;
  private sending: { share: number; stop: AbortController } | undefined;
  private error = "";

  static override properties = { model: { attribute: false } };

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("model")) {
      this.importing = false;
      void this.load();
    }
  }

  private async load(more = false): Promise<void> {
    try {
      if (this.model) {
        this.models = [await get<Model>(`/models/${this.model}`)];
      } else {
        const page = await get<Page<Model>>(`/models?limit=50${more && this.next ? `&pageToken=${this.next}` : ""}`);
        this.models = more ? [...(this.models ?? []), ...page.items] : page.items;
        this.next = page.nextPageToken;
      }
    } catch (e) {
      this.error = words(e);
    }
    this.requestUpdate();
  }

  /** What the file does not say of itself; what is left out is read from the file. */
  private static manifest(form: FormData): Record<string, unknown> {
    const manifest: Record<string, unknown> = { title: form.get("title") };
    const side = Number(form.get("side") || 0);
    const features = String(form.get("features") ?? "").split(/[\n,]/).map((each) => each.trim()).filter((each) => each !== "");
    if (form.get("kind") === "fastai") {
      return manifest;
    }
    manifest["architecture"] = form.get("architecture");
    manifest["features"] = features;
    manifest["inputSize"] = { width: side, height: side };
    manifest["resizeMethod"] = form.get("resize");
    manifest["normalisation"] = form.get("normalisation") === "imagenet" ? IMAGENET : null;
    manifest["activation"] = form.get("activation");
    return manifest;
  }

  private async send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const body = new FormData();
    body.append("manifest", JSON.stringify(Models.manifest(form)));
    body.append("weights", form.get("weights") as File);
    const goldens = form.get("goldens") as File | null;
    if (goldens && goldens.size > 0) {
      body.append("goldens", goldens);
      body.append("goldenProbabilities", String(form.get("goldenProbabilities") ?? ""));
    }
    this.sending = { share: 0, stop: new AbortController() };
    this.error = "";
    this.requestUpdate();
    try {
      const path = this.model ? `/models/${this.model}/iterations` : "/models";
      const made = await upload<Model>(
        path,
        body,
        (share) => {
          if (this.sending) this.sending.share = share;
          this.requestUpdate();
        },
        this.sending.stop.signal,
      );
      this.importing = false;
      if (this.model) {
        await this.load();
      } else {
        location.hash = `#/models/${made.id}`;
      }
    } catch (e) {
      this.error = words(e);
    }
    this.sending = undefined;
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const one = this.model ? this.models?.[0] : undefined;
    return html`<div class="page">
      ${this.model ? html`<p><a href="#/models">← ${texts.models}</a></p>` : ""}
      <div class="heading">
        <h1>${this.model ? (one?.title ?? texts.loading) : texts.models}</h1>
        ${person().may("import-model")
          ? html`<button
              class="primary"
              aria-expanded=${this.importing}
              @click=${() => {
                this.importing = !this.importing;
                this.requestUpdate();
              }}
            >
              ${this.model ? texts.addIteration : texts.importModel}
            </button>`
          : ""}
      </div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""} ${this.importing ? this.form() : ""}
      ${this.models === undefined ? html`<p role="status">${texts.loading}</p>` : one ? this.details(one) : this.list(this.models)}
    </div>`;
  }

  private form(): TemplateResult {
    return html`<form class="card" @submit=${this.send}>
      <p>${texts.importSays}</p>
      <div class="fields">
        <label>${texts.title} <input name="title" required maxlength="200" /></label>
        <label>${texts.weightsFile} <input name="weights" type="file" required accept=".pkl,.pth,.pt,.safetensors,.onnx" /></label>
        <label>${texts.kind}
          <select name="kind" @change=${(event: Event) => {
            const other = this.querySelector<HTMLFieldSetElement>("#other-kind");
            if (other) other.disabled = (event.target as HTMLSelectElement).value === "fastai";
          }}>
            <option value="other">${texts.kindOther}</option>
            <option value="fastai">${texts.kindFastai}</option>
          </select>
        </label>
      </div>
      <fieldset id="other-kind" class="plain-set">
        <div class="fields">
          <label>${texts.architecture}
            <select name="architecture">${ARCHITECTURES.map((each) => html`<option>${each}</option>`)}</select>
          </label>
          <label>${texts.side} <input name="side" type="number" min="1" max="2048" value="224" required /></label>
          <label>${texts.resizeMethod}
            <select name="resize"><option>squish</option><option>crop</option><option>pad</option></select>
          </label>
          <label>${texts.normalisation}
            <select name="normalisation"><option value="imagenet">ImageNet</option><option value="none">${texts.none}</option></select>
          </label>
          <label>${texts.activation} <select name="activation"><option>softmax</option><option>none</option></select></label>
        </div>
        <label>${texts.features} <textarea name="features" rows="4" required></textarea></label>
      </fieldset>
      <details>
        <summary>${texts.goldenSamples}</summary>
        <label>${texts.goldenImages} <input name="goldens" type="file" accept=".zip" /></label>
        <label>${texts.goldenProbabilities} <textarea name="goldenProbabilities" rows="4" spellcheck="false"></textarea></label>
      </details>
      ${this.sending
        ? html`<div class="sending" role="status">
            <span>${this.sending.share < 1 ? texts.uploading(texts.weightsFile) : texts.checking}</span>
            <progress max="1" .value=${this.sending.share} aria-label=${texts.uploading(texts.weightsFile)}></progress>
            <button type="button" @click=${() => this.sending?.stop.abort()}>${texts.cancel}</button>
          </div>`
        : html`<p><button class="primary">${texts.importModel}</button></p>`}
    </form>`;
  }

  private list(models: Model[]): TemplateResult {
    return models.length === 0
      ? html`<p class="empty">${texts.noModelYet}</p>`
      : html`<ul class="cards">
            ${models.map(
              (each) => html`<li><a class="card" href="#/models/${each.id}">
                <strong>${each.title}</strong>
                <span>${each.architecture} · ${texts.iterations(each.iterations.length)}</span>
                <span>${each.features.slice(0, 6).join(", ")}${each.features.length > 6 ? " …" : ""}</span>
              </a></li>`,
            )}
          </ul>
          ${this.next ? html`<button @click=${() => this.load(true)}>${texts.showMore}</button>` : ""}`;
  }

  private details(model: Model): TemplateResult {
    return html`
      <dl class="facts card">
        <dt>${texts.architecture}</dt><dd>${model.architecture}</dd>
        <dt>${texts.classes}</dt><dd>${model.features.join(", ")}</dd>
        <dt>${texts.when}</dt><dd>${new Date(model.createdAt).toLocaleString()}</dd>
      </dl>
      <p>${texts.attachHint}</p>
      ${[...model.iterations].reverse().map((each) => this.iteration(each))}
    `;
  }

  private iteration({ number, weights, bytes, check, preprocessing, activation, provenance, createdAt }: Iteration): TemplateResult {
    const goldens = check.goldens;
    return html`<section class="card report" aria-label=${texts.iteration(number)}>
      <h2>${texts.iteration(number)}</h2>
      <dl class="facts">
        <dt>${texts.provenance}</dt><dd>${provenance}, ${new Date(createdAt).toLocaleString()}</dd>
        <dt>${texts.weights}</dt><dd><code>${weights}</code>, ${(bytes / 1e6).toFixed(1)} MB</dd>
        <dt>${texts.preprocessing}</dt><dd>${preprocessing.width} × ${preprocessing.height}, ${preprocessing.resize}, ${activation}</dd>
        <dt>${texts.checkReport}</dt>
        <dd>✓ ${texts.checked(check.format, check.layers, check.parameters, check.engine)}</dd>
        <dt>${texts.goldenSamples}</dt>
        <dd>${goldens
          ? texts.goldensSay(goldens.samples, goldens.largest, goldens.topClassAgrees)
          : texts.noGoldens}</dd>
      </dl>
    </section>`;
  }
}

customElements.define("fw-models", Models);
