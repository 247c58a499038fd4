/** The questions of a project as the timeline and the form show them. Pure functions over what the API gives. */

export interface Option {
  featureNodeHash: string;
  title: string;
  color?: string | null;
  archived: boolean;
  attributes: Attribute[];
}

export interface Attribute {
  type: "radio" | "checklist" | "text" | "numeric";
  featureNodeHash: string;
  title: string;
  required: boolean;
  archived: boolean;
  options?: Option[];
  minimum?: number | null;
  maximum?: number | null;
}

export interface Ontology {
  revision: number;
  classifications: { featureNodeHash: string; attribute: Attribute }[];
}

/** What has to be answered before an attribute may be. */
export interface Condition {
  attribute: string;
  option: string;
}

/** An attribute with its place in the tree. */
export interface Lane {
  attribute: Attribute;
  depth: number;
  gate: Condition[];
  /** The option that opens it, and that option's question; empty for a root. */
  opensWith: string;
  parent: string;
}

/** Every attribute that is not archived, parents before children. */
export function lanes(ontology: Ontology): Lane[] {
  const found: Lane[] = [];
  const add = (attribute: Attribute, gate: Condition[], opensWith: string, parent: string): void => {
    if (attribute.archived) {
      return;
    }
    found.push({ attribute, depth: gate.length, gate, opensWith, parent });
    for (const option of attribute.options ?? []) {
      const below = [...gate, { attribute: attribute.featureNodeHash, option: option.featureNodeHash }];
      option.attributes.forEach((nested) => add(nested, below, option.title, attribute.title));
    }
  };
  ontology.classifications.forEach((classification) => add(classification.attribute, [], "", ""));
  return found;
}

export function options(attribute: Attribute): Option[] {
  return (attribute.options ?? []).filter((option) => !option.archived);
}

export function optionTitle(attribute: Attribute, hash: string): string {
  return (attribute.options ?? []).find((option) => option.featureNodeHash === hash)?.title ?? hash;
}

