/** Frames as times. */

export interface Fraction {
  numerator: number;
  denominator: number;
}

/** `m:ss.mmm` of a frame at a constant rate. */
export function timeOf(frame: number, rate: Fraction): string {
  const seconds = rate.numerator > 0 ? (frame * rate.denominator) / rate.numerator : 0;
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - 60 * minutes).toFixed(3).padStart(6, "0")}`;
}

/** A frame number, or a time as `m:ss`, `m:ss.mmm` or `12.5s`; undefined when it is neither. */
export function frameOf(text: string, rate: Fraction): number | undefined {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) {
    return Number(trimmed);
  }
  const perSecond = rate.numerator / rate.denominator;
  const clock = /^(\d+):(\d{1,2}(?:\.\d+)?)$/.exec(trimmed);
  if (clock) {
    return Math.round((60 * Number(clock[1]) + Number(clock[2])) * perSecond);
  }
  const plain = /^(\d+(?:\.\d+)?)s$/.exec(trimmed);
  return plain ? Math.round(Number(plain[1]) * perSecond) : undefined;
}

/** Two frames or times with a dash between them, such as `120-180` or `4.8s - 7.2s`; undefined when it is no such thing. */
export function rangeOf(text: string, rate: Fraction): { first: number; last: number } | undefined {
  const [one, other, ...more] = text.split(/[-–]/).map((each) => frameOf(each, rate));
  return one === undefined || other === undefined || more.length > 0
    ? undefined
    : { first: Math.min(one, other), last: Math.max(one, other) };
}

/** A duration for people. */
export function duration(seconds: number): string {
  if (seconds < 1) {
    return "less than a second";
  }
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

/** A local date and time of a form as the API takes it; empty when there is none. */
export function instant(local: string): string {
  const time = local === "" ? Number.NaN : Date.parse(local);
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}
