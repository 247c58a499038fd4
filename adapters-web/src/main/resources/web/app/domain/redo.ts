/** What a person has done to the labels and taken back, so that it can be done again. */

export interface Step<T> {
  edit: T;
  /** Versions of the labels before and after it. */
  before: string;
  after: string;
}

export class Redo<T> {
  private done: Step<T>[] = [];
  private undone: T[] = [];

  /** A new edit: what was taken back before cannot follow it any more. */
  did(edit: T, before: string, after: string): void {
    this.done.push({ edit, before, after });
    this.undone = [];
  }

  /** The newest change was taken back. It is one of these only when nobody has changed anything since. */
  tookBack(seen: string, now: string): void {
    const newest = this.done.at(-1);
    if (newest?.after !== seen) {
      this.done = [];
      this.undone = [];
      return;
    }
    this.done.pop();
    this.undone.push(newest.edit);
    const next = this.done.at(-1);
    if (next?.after === newest.before) {
      next.after = now;
    }
  }

  /** What comes next, if anything. */
  next(): T | undefined {
    return this.undone.at(-1);
  }

  /** What came next has been done again. */
  didAgain(before: string, after: string): void {
    const edit = this.undone.pop();
    if (edit !== undefined) {
      this.done.push({ edit, before, after });
    }
  }
}
