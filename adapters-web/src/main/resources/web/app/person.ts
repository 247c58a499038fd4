/** Who uses this program and what they may do. Accounts come later: until then everybody is the local person and may do all. */

export type Deed = "label" | "review" | "run" | "define-project" | "import-model" | "attach-model" | "audit";

export interface Person {
  name: string;
  may(deed: Deed): boolean;
}

const LOCAL: Person = { name: "local", may: () => true };

export function person(): Person {
  return LOCAL;
}
