/** Of options, by their place: told apart by people who see few colours, too, and on light and dark ground. */
export const COLOURS = ["#2a78d6", "#d1602b", "#258a53", "#9455c9", "#b58a00", "#c23b6b", "#0f8f96", "#6b7280"];
