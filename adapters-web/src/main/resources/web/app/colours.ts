import type { Attribute } from "./domain/ontology.ts";

/** Of options, by their place: told apart by people who see few colours, too, and on light and dark ground. */
export const COLOURS = ["#2a78d6", "#d1602b", "#258a53", "#9455c9", "#b58a00", "#c23b6b", "#0f8f96", "#6b7280"] as const;

export function colourAt(place: number): string {
  return COLOURS[Math.max(0, place) % COLOURS.length] ?? COLOURS[0];
}

/** Its own, or the one of its place. */
export function colourOf(attribute: Attribute | undefined, option: string): string {
  const all = attribute?.options ?? [];
  const place = all.findIndex((each) => each.featureNodeHash === option);
  return all[place]?.color ?? colourAt(place);
}
