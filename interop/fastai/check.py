"""Imports the exports into a running Framewise and compares what it says with what fastai said.

    FRAMEWISE_URL=http://127.0.0.1:8080 python3 check.py FOLDER RESULTS

FOLDER is what exports.py left in `EDITION/exports` and refusals.py in `refusals`. Each export is uploaded without a manifest;
its photographs become an image sequence that a run classifies, and twenty of them golden samples of the import. RESULTS
is written as Markdown.
"""
import datetime
import io
import json
import math
import os
import pathlib
import platform
import statistics
import sys
import time
import zipfile

import requests

URL = os.environ["FRAMEWISE_URL"]
LARGEST, MEDIAN = 1e-3, 1e-5
UNITS = 5_000
GOLDENS = 20


def sent(method, path, status, **options):
    answer = requests.request(method, URL + path, timeout=600, **options)
    if answer.status_code != status:
        raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer.json() if answer.content else None


def archive(expected):
    """Photographs as a zip, named so that their order stays."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as packed:
        for number, sample in enumerate(expected):
            packed.write(sample["image"], f"{number:04}.jpg")
    return buffer.getvalue()


def imported(export, expected):
    samples = [{"image": f"{number:04}.jpg", "probabilities": sample["probabilities"]}
               for number, sample in enumerate(expected[:GOLDENS])]
    with open(export, "rb") as weights:
        return sent("POST", "/api/models", 201, files={
            "weights": (export.parent.name + ".pkl", weights),
            "goldens": ("goldens.zip", archive(expected[:GOLDENS])),
            "goldenProbabilities": ("goldens.json", json.dumps({"required": True, "samples": samples}))})


def classified(model, expected):
    """Probabilities of a run over the photographs, and the run."""
    features = model["features"]
    project = sent("POST", "/api/projects", 201, json={"title": model["title"], "ontology": {"classifications": [
        {"attribute": {"type": "radio", "title": "Which?", "options": [{"title": name} for name in features]}}]}})
    options = project["ontology"]["classifications"][0]["attribute"]["options"]
    attached = sent("POST", f"/api/projects/{project['id']}/attached-models", 201, json={
        "modelId": model["id"], "merge": False, "enabled": True, "iterationPolicy": {"type": "useLatest"},
        "featuresMapping": {name: option["featureNodeHash"] for name, option in zip(features, options)}})
    unit = sent("POST", f"/api/projects/{project['id']}/data-units", 201,
                files={"file": ("photographs.zip", archive(expected))})
    run = sent("POST", f"/api/projects/{project['id']}/inference-runs", 202, json={
        "attachedModelId": attached["id"], "dataUnitId": unit["id"], "confidence": 0.5, "device": "cpu"})
    while run["state"] in ("queued", "running"):
        time.sleep(0.1)
        run = sent("GET", f"/api/inference-runs/{run['id']}", 200)
    if run["state"] != "succeeded":
        raise SystemExit(f"{model['title']}: {run}")
    answer = sent("GET", f"/api/inference-runs/{run['id']}/predictions?first=0&last={len(expected) - 1}", 200)
    return [frame["probabilities"] for frame in answer["frames"]], run


def kept(probabilities):
    """As Framewise keeps them: multiples of 1/5000 that add up to 1, by the largest remainder."""
    total = sum(probabilities.values())
    exact = {name: value / total * UNITS for name, value in probabilities.items()}
    units = {name: math.floor(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: units[name] - exact[name])
    for name in by_remainder[:UNITS - sum(units.values())]:
        units[name] += 1
    return {name: value / UNITS for name, value in units.items()}


def compared(folder, lines):
    fine = True
    every = []
    for export in sorted(folder.glob("*/exports/*/export.pkl")):
        edition = json.loads((export.parents[2] / "versions.json").read_text())
        expected = json.loads((export.parent / "expected.json").read_text())
        model = imported(export, expected)
        check = model["iterations"][0]["check"]
        given, run = classified(model, expected)
        differences = [abs(ours[name] - theirs) for ours, sample in zip(given, expected)
                       for name, theirs in kept(sample["probabilities"]).items()]
        agree = sum(max(ours, key=ours.get) == max(sample["probabilities"], key=sample["probabilities"].get)
                    for ours, sample in zip(given, expected))
        every += differences
        first = [sample["probabilities"][model["features"][0]] for sample in expected]
        fine &= agree == len(expected) == len(given) and max(differences) <= LARGEST
        execution = run["outcome"]["execution"]
        lines.append(f"| {edition['fastai']} | {export.parent.name} | {agree} of {len(expected)} | {max(differences):.1e} "
                     f"| {statistics.median(differences):.1e} | {check['goldens']['largest']:.1e} "
                     f"| {min(first):.2f} to {max(first):.2f} | {execution['engine']}, {execution['form']} |")
        print(lines[-1], flush=True)
    median = statistics.median(every)
    lines.append(f"| all | | | {max(every):.1e} | {median:.1e} | | | |")
    print(lines[-1])
    return fine and median <= MEDIAN


def refused(folder, lines):
    fine = True
    for file in sorted([*folder.glob("*/export.pkl"), *folder.glob("*.pth")]):
        name = file.parent.name if file.name == "export.pkl" else file.stem
        with open(file, "rb") as weights:
            answer = requests.post(URL + "/api/models", files={"weights": (file.name, weights)}, timeout=600)
        fine &= answer.status_code == 422
        error = answer.json().get("errors", [{}])[0]
        lines.append(f"| {name} | {answer.status_code} | `{error.get('code')}` | {error.get('detail')} |")
        print(lines[-1], flush=True)
    return fine


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main():
    folder, results = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    editions = [json.loads(file.read_text()) for file in sorted(folder.glob("*/versions.json"), reverse=True)]
    lines = [f"{datetime.date.today():%d %B %Y}, {processor()}, {os.cpu_count()} cores; "
             + "; ".join(", ".join(f"{name} {version}" for name, version in edition.items()) for edition in editions) + ".", "",
             "| fastai | learner | top class equal | largest difference | median | golden samples: largest | fastai's answers | run by |",
             "|---|---|---|---|---|---|---|---|"]
    same = compared(folder, lines)
    lines += ["", "| export | answer | code | reason |", "|---|---|---|---|"]
    told = refused(folder / "refusals", lines)
    results.write_text("\n".join(lines) + "\n")
    if not (same and told):
        raise SystemExit("NOT the same, or not refused.")
    print("All the same, and all refused.")


if __name__ == "__main__":
    main()
