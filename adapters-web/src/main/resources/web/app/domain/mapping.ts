/** Which option a feature of a network probably means. */
import type { Option } from "./ontology.ts";

function plain(name: string): string[] {
  return name.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

const NO = new Set(["no", "not", "none", "without", "other", "false", "0"]);
const YES = new Set(["yes", "true", "1"]);

/**
 * Proposes an option for each feature: the one of the same name, or the one that shares most words with it; between "yes" and "no",
 * names such as `no_car` or `other` mean "no". A feature that fits none is left out.
 */
export function proposedMapping(features: string[], options: Option[]): Record<string, string> {
  const mapping: Record<string, string> = {};
  for (const feature of features) {
    const option = best(feature, options);
    if (option) {
      mapping[feature] = option.featureNodeHash;
    }
  }
  return mapping;
}

function best(feature: string, options: Option[]): Option | undefined {
  const own = plain(feature);
  const same = options.find((option) => plain(option.title).join(" ") === own.join(" "));
  if (same) {
    return same;
  }
  const yes = options.find((option) => plain(option.title).every((word) => YES.has(word)));
  const no = options.find((option) => plain(option.title).every((word) => word === "no" || word === "false"));
  if (yes && no) {
    return own.some((word) => NO.has(word)) ? no : yes;
  }
  const shared = (option: Option): number => plain(option.title).filter((word) => own.includes(word)).length;
  const ranked = [...options].sort((one, other) => shared(other) - shared(one));
  return ranked[0] && shared(ranked[0]) > 0 ? ranked[0] : undefined;
}
