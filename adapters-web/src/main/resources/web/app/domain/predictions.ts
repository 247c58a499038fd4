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

/**
 * Of frames in order; one that holds the answer of another one has that one's.
 *
 * @param tops of the frames before, to which these are added
 */
export function topsOf(predictions: Prediction[], mapping: Record<string, string>, merge: boolean, tops: Top[] = []): Top[] {
  for (const each of predictions) {
    const last = tops.at(-1);
    if (each.outcome === "held" && last) {
      tops.push({ ...last, frame: each.frame });
    } else {
      const top = topOf(each, mapping, merge);
      if (top) {
        tops.push(top);
      }
    }
  }
  return tops;
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

export interface Thresholds {
  confidence: number;
  /** Options with a threshold of their own. */
  perOption: Record<string, number>;
  /** Frames of a stretch between two of one other answer that stays as it is; 1 for no smoothing. */
  smoothing: number;
}

/** The labels that thresholds would give. */
export function stretches(tops: Top[], thresholds: Thresholds): Stretch[] {
  const answers = tops.map(({ option, confidence }) =>
    option !== undefined && confidence >= (thresholds.perOption[option] ?? thresholds.confidence) ? option : undefined,
  );
  smooth(tops, answers, thresholds.smoothing);
  const found: Stretch[] = [];
  tops.forEach(({ frame }, place) => {
    const option = answers[place];
    const last = found.at(-1);
    if (option === undefined) {
      return;
    }
    if (last && last.option === option && last.frameRange.last === frame - 1) {
      last.frameRange.last = frame;
    } else {
      found.push({ option, frameRange: { first: frame, last: frame } });
    }
  });
  return found;
}

/** As the server does: short stretches between two of one option take its answer, from the first frame to the last. */
function smooth(tops: Top[], answers: (string | undefined)[], least: number): void {
  const touches = (place: number): boolean => tops[place]?.frame === (tops[place - 1]?.frame ?? NaN) + 1;
  let before: string | undefined;
  for (let start = 0; start < tops.length; ) {
    const here = answers[start];
    let end = start + 1;
    while (end < tops.length && answers[end] === here && touches(end)) {
      end++;
    }
    const between = touches(start) && touches(end) && before !== undefined && answers[end] === before;
    if (between && here !== before && end - start < least) {
      answers.fill(before, start, end);
    } else {
      before = here;
    }
    start = end;
  }
}

/** When some frames of a run were stored. */
export interface Done {
  frameRange: FrameRange;
  at: string;
}

/**
 * Frames per second over the time of a run, in at most so many steps of the same length.
 *
 * @param done the earliest first
 * @param began milliseconds, as those of Date
 * @returns the end of each step, seconds after the beginning, and its rate
 */
export function paceOf(done: { count: number; at: number }[], began: number, steps: number): [number, number][] {
  const end = done.at(-1)?.at ?? began;
  const step = (end - began) / Math.min(steps, done.length);
  if (!(step > 0)) {
    return [];
  }
  const counts = Array.from({ length: Math.min(steps, done.length) }, () => 0);
  for (const { count, at } of done) {
    const place = Math.min(counts.length - 1, Math.max(0, Math.ceil((at - began) / step) - 1));
    counts[place] = (counts[place] ?? 0) + count;
  }
  return counts.map((count, place) => [((place + 1) * step) / 1_000, (1_000 * count) / step]);
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
