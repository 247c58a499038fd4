/** An ontology while somebody builds it. Pure functions; a draft is what the API takes. */
import type { Attribute, Ontology } from "./ontology.ts";

export interface OptionDraft {
  featureNodeHash?: string;
  title: string;
  color?: string | null;
  archived?: boolean;
  attributes: AttributeDraft[];
}

export interface AttributeDraft {
  featureNodeHash?: string;
  type: Attribute["type"];
  title: string;
  required?: boolean;
  archived?: boolean;
  options?: OptionDraft[];
  minimum?: number | null;
  maximum?: number | null;
}

export interface ClassificationDraft {
  featureNodeHash?: string;
  attribute: AttributeDraft;
}

export interface OntologyDraft {
  revision?: number;
  classifications: ClassificationDraft[];
}

export function draftOf(ontology: Ontology): OntologyDraft {
  return JSON.parse(JSON.stringify(ontology)) as OntologyDraft;
}

export function hasOptions(type: Attribute["type"]): boolean {
  return type === "radio" || type === "checklist";
}

export function newAttribute(): AttributeDraft {
  return { type: "radio", title: "", required: false, options: [newOption(), newOption()] };
}

export function newOption(): OptionDraft {
  return { title: "", attributes: [] };
}

/** Changes the type of a question that is not saved yet. */
export function retype(attribute: AttributeDraft, type: Attribute["type"]): void {
  attribute.type = type;
  if (hasOptions(type)) {
    attribute.options ??= [newOption(), newOption()];
    delete attribute.minimum;
    delete attribute.maximum;
  } else {
    delete attribute.options;
  }
}

/** Moves what is at a place by one, if it can. */
export function move<T>(list: T[], place: number, by: 1 | -1): void {
  const other = place + by;
  const moved = list[place];
  const replaced = list[other];
  if (moved !== undefined && replaced !== undefined) {
    list[place] = replaced;
    list[other] = moved;
  }
}

/** What was saved is archived, as labels may refer to it; what was not is gone. */
export function drop<T extends { featureNodeHash?: string }>(list: T[], place: number, archive: (node: T) => void): void {
  const node = list[place];
  if (node?.featureNodeHash) {
    archive(node);
  } else {
    list.splice(place, 1);
  }
}

/** For the preview: as it will be, with stand-ins for the hashes that are not given yet. */
export function asOntology(draft: OntologyDraft): Ontology {
  let next = 0;
  const attribute = (one: AttributeDraft): Attribute => ({
    ...one,
    featureNodeHash: one.featureNodeHash ?? `new-${next++}`,
    title: one.title || "…",
    required: one.required ?? false,
    archived: one.archived ?? false,
    options: one.options?.map((option) => ({
      featureNodeHash: option.featureNodeHash ?? `new-${next++}`,
      title: option.title || "…",
      color: option.color,
      archived: option.archived ?? false,
      attributes: (option.attributes ?? []).map(attribute),
    })),
  });
  return {
    revision: draft.revision ?? 0,
    classifications: draft.classifications.map((each) => ({
      featureNodeHash: each.featureNodeHash ?? `new-${next++}`,
      attribute: attribute(each.attribute),
    })),
  };
}
