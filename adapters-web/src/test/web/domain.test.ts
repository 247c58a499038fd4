import { deepStrictEqual as same } from "node:assert";
import { COLOURS, colourOf } from "../../main/resources/web/app/colours.ts";
import { asOntology, drop, move, type AttributeDraft } from "../../main/resources/web/app/domain/drafts.ts";
import { gaps, isOpen, labelledShare, nextChange, nextUncertain, nextUnlabelled, openRanges, proposals, standingOf, type Label } from "../../main/resources/web/app/domain/labels.ts";
import { proposedMapping } from "../../main/resources/web/app/domain/mapping.ts";
import { lanes, type Option, type Ontology } from "../../main/resources/web/app/domain/ontology.ts";
import { agreement, histogram, overTime, paceOf, stretches, topOf, topsOf, type Top } from "../../main/resources/web/app/domain/predictions.ts";
import { Redo } from "../../main/resources/web/app/domain/redo.ts";
import { frameOf, instant, rangeOf, timeOf } from "../../main/resources/web/app/domain/time.ts";
import { parcels } from "../../main/resources/web/app/files.ts";

const option = (hash: string, attributes: Option["attributes"] = []): Option => ({ featureNodeHash: hash, title: hash, archived: false, attributes });
const red = { type: "radio" as const, featureNodeHash: "red", title: "Red", required: false, archived: false, options: [option("red-yes"), option("red-no")] };
const car = { type: "radio" as const, featureNodeHash: "car", title: "Car", required: true, archived: false, options: [option("yes", [red]), option("no")] };
const ontology: Ontology = { revision: 1, classifications: [{ featureNodeHash: "c", attribute: car }] };
const all = lanes(ontology);

function label(attribute: string, chosen: string, first: number, last: number, more: Partial<Label> = {}): Label {
  return { attribute, answer: { type: "radio", option: chosen }, frameRange: { first, last }, source: { type: "person" }, confidences: [], ...more };
}

function proposed(attribute: string, chosen: string, first: number, confidences: number[]): Label {
  const last = first + confidences.length - 1;
  return label(attribute, chosen, first, last, { source: { type: "run" }, confidences, review: "proposed" });
}

const top = (frame: number, chosen: string | undefined, confidence: number): Top => ({ frame, option: chosen, confidence });

Deno.test("a nested question is open only where its parent has the owning answer", () => {
  const labels = [label("car", "yes", 2, 4), label("car", "no", 5, 9)];
  same(openRanges(labels, all[1]!.gate, 10), [{ first: 2, last: 4 }]);
  same([1, 2, 4, 5].map((frame) => isOpen(labels, all[1]!.gate, frame)), [false, true, true, false]);
});

Deno.test("what became of a run's labels is counted by frames, and nobody else's are", () => {
  const by = (run: string, first: number, review: "proposed" | "accepted"): Label => ({ ...proposed("car", "yes", first, [0.9, 0.8]), source: { type: "run", inferenceRun: run }, review });
  same(standingOf([by("a", 0, "proposed"), by("a", 4, "accepted"), by("b", 6, "accepted"), label("car", "no", 8, 9)], "a"), { proposed: 2, accepted: 2 });
});

Deno.test("an option has its own colour or the one of its place", () => {
  const painted = { ...car, options: [{ ...option("yes"), color: "#123456" }, option("no")] };
  same([colourOf(painted, "yes"), colourOf(painted, "no"), colourOf(undefined, "yes")], ["#123456", COLOURS[1], COLOURS[0]]);
});

Deno.test("gaps are what no range covers, at both ends too", () => {
  same(gaps([{ first: 3, last: 4 }, { first: 6, last: 8 }], 10), [{ first: 0, last: 2 }, { first: 5, last: 5 }, { first: 9, last: 9 }]);
  same(gaps([], 0), []);
});

Deno.test("jumps go to the edges of labels, to frames without an answer, and to uncertain proposals", () => {
  const labels = [label("car", "yes", 2, 4), proposed("red", "red-yes", 2, [0.9, 0.6, 0.95])];
  same(nextChange(labels, 2, 1, 10), 5);
  same(nextChange(labels, 5, -1, 10), 2);
  same(nextChange(labels, 5, 1, 10), undefined);
  same(nextUnlabelled(labels, all, 2, 10), 5);
  same(nextUncertain(labels, 0, 0.8), 3);
});

Deno.test("proposals come by time, and a parent before what is nested below it", () => {
  const nested = proposed("red", "red-yes", 2, [1]);
  const parent = proposed("car", "yes", 2, [1]);
  const earlier = proposed("car", "no", 0, [1]);
  same(proposals([nested, parent, label("car", "no", 5, 5), earlier], all), [earlier, parent, nested]);
});

Deno.test("the labelled share counts required roots only", () => {
  same(labelledShare([label("car", "yes", 0, 4), label("red", "red-yes", 0, 1)], all, 10), 0.5);
});

Deno.test("the most probable class counts, mapped or not; merged classes add up", () => {
  const said = { frame: 7, outcome: "labelled", probabilities: { a: 0.4, b: 0.35, c: 0.25 } };
  same(topOf(said, { b: "x", c: "x" }, false), top(7, undefined, 0.4));
  same(topOf(said, { b: "x", c: "x" }, true), top(7, "x", 0.6));
  same(topOf({ frame: 1, outcome: "gatedOut" }, {}, false), undefined);
});

Deno.test("a threshold gives stretches of one option without holes; at the threshold a frame is labelled", () => {
  const tops = [top(0, "x", 0.9), top(1, "x", 0.6), top(2, "x", 0.59), top(3, "x", 0.9), top(4, "y", 0.9), top(5, undefined, 1)];
  same(stretches(tops, { confidence: 0.6, perOption: {}, smoothing: 1 }), [
    { option: "x", frameRange: { first: 0, last: 1 } },
    { option: "x", frameRange: { first: 3, last: 3 } },
    { option: "y", frameRange: { first: 4, last: 4 } },
  ]);
});

Deno.test("an option may have a threshold of its own", () => {
  const tops = [top(0, "x", 0.7), top(1, "y", 0.7)];
  same(stretches(tops, { confidence: 0.6, perOption: { x: 0.8 }, smoothing: 1 }), [{ option: "y", frameRange: { first: 1, last: 1 } }]);
});

Deno.test("smoothing fills short stretches between two of one option, and nothing across a hole or at an end", () => {
  const thresholds = { confidence: 0.5, perOption: {}, smoothing: 3 };
  const said = (frames: [number, string][]): Top[] => frames.map(([frame, option]) => top(frame, option, option === "-" ? 0.1 : 0.9));
  const flicker = ["y", "x", "x", "y", "y", "-", "y", "x", "x", "x", "x", "y"].map((each, frame): [number, string] => [frame, each]);
  same(stretches(said(flicker), thresholds), [
    { option: "y", frameRange: { first: 0, last: 6 } },
    { option: "x", frameRange: { first: 7, last: 10 } },
    { option: "y", frameRange: { first: 11, last: 11 } },
  ]);
  same(stretches(said([[0, "y"], [1, "x"], [3, "y"]]), thresholds).length, 3);
});

Deno.test("the pace of a run has every frame in one step of its time", () => {
  same(paceOf([{ count: 100, at: 2_000 }, { count: 100, at: 3_000 }, { count: 50, at: 5_000 }], 1_000, 2), [[2, 100], [4, 25]]);
  same(paceOf([], 1_000, 2), []);
});

Deno.test("a frame that holds an answer has the one of the frame before", () => {
  const said = [{ frame: 0, outcome: "classified", probabilities: { a: 0.9, b: 0.1 } }, { frame: 1, outcome: "held", heldFrom: 0 }];
  same(topsOf(said, { a: "x" }, false), [top(0, "x", 0.9), top(1, "x", 0.9)]);
});

Deno.test("a histogram has every frame once; a confidence of 1 is in the last bin, and 0.6 begins one", () => {
  const bins = histogram([top(0, "x", 0), top(1, "x", 0.6), top(2, "x", 1)]);
  same([bins.length, bins[0], bins[12], bins[19]], [20, 1, 1, 1]);
});

Deno.test("classes over time fall into steps of the same length", () => {
  const parts = overTime([top(10, "x", 1), top(14, "y", 1), top(19, "x", 1)], { first: 10, last: 19 }, 2);
  same(parts.map(({ first, counts }) => [first, counts.get("x") ?? 0, counts.get("y") ?? 0]), [[10, 1, 1], [15, 1, 0]]);
});

Deno.test("two runs are compared on the frames that both have seen", () => {
  const some = [top(0, "x", 1), top(1, "x", 1), top(2, "y", 1), top(3, "x", 1)];
  const others = [top(1, "y", 1), top(2, "x", 1), top(3, "x", 1), top(9, "x", 1)];
  same(agreement(some, others), { both: 3, same: 1, differ: [{ first: 1, last: 2 }] });
});

Deno.test("features find their options by name", () => {
  const mapping = proposedMapping(["car", "no_car"], [option("yes"), option("no")]);
  same(mapping, { car: "yes", no_car: "no" });
  same(proposedMapping(["Night", "dusk"], [option("day"), option("night")]), { Night: "night" });
});

Deno.test("what was taken back can be done again, unless somebody else came between", () => {
  const redo = new Redo<string>();
  redo.did("a", "1", "2");
  redo.did("b", "2", "3");
  redo.tookBack("3", "4");
  redo.tookBack("4", "5");
  same(redo.next(), "a");
  redo.didAgain("5", "6");
  same(redo.next(), "b");
  redo.tookBack("9", "10");
  same(redo.next(), undefined);
});

Deno.test("a saved node is archived when it is dropped, a new one is gone; nothing moves past an end", () => {
  const list: AttributeDraft[] = [{ type: "text", title: "saved", featureNodeHash: "h" }, { type: "text", title: "new" }];
  drop(list, 1, (node) => (node.archived = true));
  drop(list, 0, (node) => (node.archived = true));
  same(list, [{ type: "text", title: "saved", featureNodeHash: "h", archived: true }]);
  move(list, 0, -1);
  same(list.length, 1);
  same(asOntology({ classifications: [{ attribute: { type: "text", title: "" } }] }).classifications[0]?.attribute.required, false);
});

Deno.test("frames and times", () => {
  const rate = { numerator: 25, denominator: 1 };
  same(timeOf(1_512, rate), "1:00.480");
  same(["120", "4.8s", "1:00.48", "x"].map((text) => frameOf(text, rate)), [120, 120, 1_512, undefined]);
  same(rangeOf("180 - 4.8s", rate), { first: 120, last: 180 });
  same(["120", "120-", "-120", "1-2-3"].map((text) => rangeOf(text, rate)), [undefined, undefined, undefined, undefined]);
  same([instant(""), instant("nonsense")], ["", ""]);
});

Deno.test("the images of a folder are one sequence in the order of their numbers", () => {
  const file = (path: string): File => {
    const made = new File([], path.split("/").at(-1) ?? "");
    Object.defineProperty(made, "webkitRelativePath", { value: path });
    return made;
  };
  const found = parcels([file("a/10.png"), file("a/9.png"), file("a/clip.mp4")]);
  same(found.map(({ name, files }) => [name, files.map((each) => each.name)]), [["clip.mp4", ["clip.mp4"]], ["a", ["9.png", "10.png"]]]);
});
