/** What a network said about frames. Pure functions over what the API gives. */
import type { FrameRange } from "./labels.ts";

export interface Prediction {
  frame: number;
  outcome: string;
  /** Missing where the network was not asked. */
  probabilities?: Record<string, number> | null;
  heldFrom?: number | null;
  reason?: string | null;
}

/** The most probable answer of a frame; without an option where its feature is mapped to none. */
export interface Top {
  frame: number;
  option: string | undefined;
  confidence: number;
}

export const BINS = 20;

/**
 * @param mapping from features to options
 * @param merge whether the probabilities of features with one option add up
 */
export function topOf(prediction: Prediction, mapping: Record<string, string>, merge: boolean): Top | undefined {
  let best: Top | undefined;
  const sums = new Map<string, number>();
  for (const [feature, probability] of Object.entries(prediction.probabilities ?? {})) {
    const option = mapping[feature];
    const merged = merge && option !== undefined;
    const confidence = merged ? (sums.get(option) ?? 0) + probability : probability;
    if (merged) {
      sums.set(option, confidence);
    }
    if (best === undefined || confidence > best.confidence) {
      best = { frame: prediction.frame, option, confidence };
    }
  }
  return best;
}

export function topsOf(predictions: Prediction[], mapping: Record<string, string>, merge: boolean): Top[] {
  return predictions.flatMap((each) => topOf(each, mapping, merge) ?? []);
}

/** Frames by confidence, in bins of the same width from 0 to 1; the last has 1 in it. */
export function histogram(tops: Top[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const top of tops) {
    const bin = Math.min(BINS - 1, Math.floor(top.confidence * BINS + 1e-9));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

export interface Stretch {
  option: string;
  frameRange: FrameRange;
}

/** The labels that a threshold would give, without smoothing. */
export function stretches(tops: Top[], threshold: number): Stretch[] {
  const found: Stretch[] = [];
  for (const { frame, option, confidence } of tops) {
    if (option === undefined || confidence < threshold) {
      continue;
    }
    const last = found.at(-1);
    if (last && last.option === option && last.frameRange.last === frame - 1) {
      last.frameRange.last = frame;
    } else {
      found.push({ option, frameRange: { first: frame, last: frame } });
    }
  }
  return found;
}

/** How many frames each option has, in at most so many steps of the same length. */
export function overTime(tops: Top[], range: FrameRange, steps: number): { first: number; counts: Map<string, number> }[] {
  const length = Math.max(1, Math.ceil((range.last - range.first + 1) / steps));
  const parts: { first: number; counts: Map<string, number> }[] = [];
  for (let first = range.first; first <= range.last; first += length) {
    parts.push({ first, counts: new Map() });
  }
  for (const { frame, option } of tops) {
    const counts = parts[Math.floor((frame - range.first) / length)]?.counts;
    counts?.set(option ?? "", (counts.get(option ?? "") ?? 0) + 1);
  }
  return parts;
}

export interface Agreement {
  both: number;
  same: number;
  differ: FrameRange[];
}

/** Where two runs say the same of frames that both have seen. */
export function agreement(some: Top[], others: Top[]): Agreement {
  const known = new Map(others.map((top) => [top.frame, top.option]));
  const result: Agreement = { both: 0, same: 0, differ: [] };
  for (const { frame, option } of some) {
    if (!known.has(frame)) {
      continue;
    }
    result.both++;
    if (known.get(frame) === option) {
      result.same++;
      continue;
    }
    const last = result.differ.at(-1);
    if (last && last.last === frame - 1) {
      last.last = frame;
    } else {
      result.differ.push({ first: frame, last: frame });
    }
  }
  return result;
}
