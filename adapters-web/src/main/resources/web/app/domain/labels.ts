/** Questions about the labels of a data unit. Pure functions over what the API gives. */
import type { Attribute, Condition, Lane } from "./ontology.ts";
import { optionTitle } from "./ontology.ts";

export interface FrameRange {
  first: number;
  last: number;
}

export interface Answer {
  type: "radio" | "checklist" | "text" | "numeric";
  option?: string;
  options?: string[];
  text?: string;
  value?: number;
}

export interface Label {
  attribute: string;
  answer: Answer;
  frameRange: FrameRange;
  source: { type: "person" | "run" | "imported"; person?: string; inferenceRun?: string };
  confidences: number[];
  review?: "proposed" | "accepted";
}

/** Who stands behind a label: told apart on the timeline by more than colour. */
export type Standing = "person" | "proposed" | "accepted";

export function standing(label: Label): Standing {
  if (label.source.type === "person") {
    return "person";
  }
  return label.review === "proposed" ? "proposed" : "accepted";
}

/** How many frames' answers of a run are still there, by what became of them. */
export function standingOf(labels: Label[], run: string): { proposed: number; accepted: number } {
  const found = { proposed: 0, accepted: 0 };
  for (const label of labels) {
    const who = standing(label);
    if (label.source.inferenceRun === run && who !== "person") {
      found[who] += label.frameRange.last - label.frameRange.first + 1;
    }
  }
  return found;
}

export function labelAt(labels: Label[], attribute: string, frame: number): Label | undefined {
  return labels.find(
    (label) => label.attribute === attribute && label.frameRange.first <= frame && frame <= label.frameRange.last,
  );
}

export function confidenceAt(label: Label, frame: number): number | undefined {
  return label.confidences[frame - label.frameRange.first];
}

/** Whether every parent question is answered with the owning option on a frame. */
export function isOpen(labels: Label[], gate: Condition[], frame: number): boolean {
  return gate.every((condition) => labelAt(labels, condition.attribute, frame)?.answer.option === condition.option);
}

/** The frames of a data unit on which an attribute may be answered. */
export function openRanges(labels: Label[], gate: Condition[], frames: number): FrameRange[] {
  let open: FrameRange[] = [{ first: 0, last: frames - 1 }];
  for (const condition of gate) {
    const answered = labels
      .filter((label) => label.attribute === condition.attribute && label.answer.option === condition.option)
      .map((label) => label.frameRange);
    open = intersect(open, answered);
  }
  return open;
}

export function intersect(some: FrameRange[], others: FrameRange[]): FrameRange[] {
  const common: FrameRange[] = [];
  for (const one of some) {
    for (const other of others) {
      const first = Math.max(one.first, other.first);
      const last = Math.min(one.last, other.last);
      if (first <= last) {
        common.push({ first, last });
      }
    }
  }
  return common.sort((one, other) => one.first - other.first);
}

/** What is between ranges, in a data unit of so many frames. */
export function gaps(ranges: FrameRange[], frames: number): FrameRange[] {
  const left: FrameRange[] = [];
  let next = 0;
  for (const range of [...ranges].sort((one, other) => one.first - other.first)) {
    if (range.first > next) {
      left.push({ first: next, last: range.first - 1 });
    }
    next = Math.max(next, range.last + 1);
  }
  if (next < frames) {
    left.push({ first: next, last: frames - 1 });
  }
  return left;
}

/** The nearest frame before or behind on which a label begins, or the one behind its end. */
export function nextChange(labels: Label[], frame: number, direction: 1 | -1, frames: number): number | undefined {
  const edges = labels.flatMap((label) => [label.frameRange.first, label.frameRange.last + 1]);
  const reachable = edges.filter((edge) => edge < frames && (direction > 0 ? edge > frame : edge < frame));
  return reachable.length === 0
    ? undefined
    : direction > 0
      ? Math.min(...reachable)
      : Math.max(...reachable);
}

/** The next frame on which a required question that is open has no answer. */
export function nextUnlabelled(labels: Label[], all: Lane[], frame: number, frames: number): number | undefined {
  let nearest: number | undefined;
  for (const lane of all) {
    const own = labels.filter((label) => label.attribute === lane.attribute.featureNodeHash);
    const missing = intersect(
      gaps(own.map((label) => label.frameRange), frames),
      openRanges(labels, lane.gate, frames),
    );
    for (const range of missing) {
      const at = Math.max(range.first, frame + 1);
      if (at <= range.last && (nearest === undefined || at < nearest)) {
        nearest = at;
      }
    }
  }
  return nearest;
}

/** The next frame of a proposed label with a confidence below a bound. */
export function nextUncertain(labels: Label[], frame: number, bound: number): number | undefined {
  let nearest: number | undefined;
  for (const label of labels) {
    if (standing(label) !== "proposed") {
      continue;
    }
    const from = Math.max(label.frameRange.first, frame + 1);
    for (let at = from; at <= label.frameRange.last; at++) {
      if ((confidenceAt(label, at) ?? 1) < bound) {
        nearest = nearest === undefined ? at : Math.min(nearest, at);
        break;
      }
    }
  }
  return nearest;
}

export function answerText(attribute: Attribute, answer: Answer): string {
  switch (answer.type) {
    case "radio":
      return optionTitle(attribute, answer.option ?? "");
    case "checklist":
      return (answer.options ?? []).map((option) => optionTitle(attribute, option)).join(", ");
    case "text":
      return answer.text ?? "";
    default:
      return String(answer.value ?? "");
  }
}

/** What models propose from a frame on, in the order in which people go through it: by time, parents before nested ones. */
export function proposals(labels: Label[], all: Lane[]): Label[] {
  const place = new Map(all.map((lane, index) => [lane.attribute.featureNodeHash, index]));
  return labels
    .filter((label) => standing(label) === "proposed" && place.has(label.attribute))
    .sort(
      (one, other) =>
        one.frameRange.first - other.frameRange.first ||
        (place.get(one.attribute) ?? 0) - (place.get(other.attribute) ?? 0),
    );
}

/** The share of frames, from 0 to 1, on which every required question at the root has an answer; every one, if none is required. */
export function labelledShare(labels: Label[], all: Lane[], frames: number): number {
  let answered: FrameRange[] = [{ first: 0, last: frames - 1 }];
  const roots = all.filter((lane) => lane.depth === 0);
  const required = roots.filter((lane) => lane.attribute.required);
  for (const lane of required.length > 0 ? required : roots) {
    const own = labels.filter((label) => label.attribute === lane.attribute.featureNodeHash);
    answered = intersect(answered, own.map((label) => label.frameRange));
  }
  return answered.reduce((sum, range) => sum + range.last - range.first + 1, 0) / Math.max(1, frames);
}
