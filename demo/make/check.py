"""Runs the saved networks over the clip and over random drawings they never saw, and counts the right answers.

Usage: python3 check.py [--held-out N]     N random pictures, coded as H.264 and decoded again (default 1500)

An answer is given when its confidence is at least 0.6. `dusk` stands for no label: on the frames of dusk both the
answer dusk and no answer are right. Whether the car is red is asked only on frames that really show a car.
"""
import argparse
import json
import pathlib
import random
import subprocess
import tempfile

import numpy as np
import torch
from PIL import Image

from draw import OUT, encoder
from networks import load, resize, to_input
from train import answers, random_car
from world import HEIGHT, WIDTH, Street, render

THRESHOLD = 0.6
HELD_OUT_SEED = 900000                              # far from the seeds of the training streets and of the clip
NETWORKS = ("time-of-day", "car", "car-red")
MEANING = {"time-of-day": {"day": "day", "night": "night", "dusk": None},
           "car": {"car": "yes", "no_car": "no"},
           "car-red": {"red": "yes", "other": "no"}}


def decoded(path):
    """The pictures of a video, one after the other."""
    ffmpeg = subprocess.Popen(["ffmpeg", "-loglevel", "error", "-i", str(path), "-vf", "scale=in_color_matrix=bt709",
                               "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], stdout=subprocess.PIPE)
    size = WIDTH * HEIGHT * 3
    while len(data := ffmpeg.stdout.read(size)) == size:
        yield Image.frombytes("RGB", (WIDTH, HEIGHT), data)


def confidences(name, pictures, batch=50):
    manifest = json.loads((OUT / f"{name}.json").read_text())
    network = load(OUT / f"{name}.safetensors", len(manifest["features"]))
    pixels = np.stack([np.asarray(resize(p, manifest["resizeMethod"])) for p in pictures])
    with torch.no_grad():
        parts = [network(to_input(pixels[i:i + batch], manifest["normalisation"])).softmax(1)
                 for i in range(0, len(pixels), batch)]
    return manifest["features"], torch.cat(parts).numpy()


def report(title, pictures, truths):
    """`truths` holds one list per network: "yes", "day", ..., None for dusk, or "-" where there is no question."""
    print(title)
    for name in NETWORKS:
        features, sure = confidences(name, pictures)
        truth = truths[name]
        asked = [i for i in range(len(pictures)) if truth[i] != "-"]
        given = {i: MEANING[name][features[sure[i].argmax()]] if sure[i].max() >= THRESHOLD else None for i in asked}
        wrong = [i for i in asked if given[i] != truth[i]]
        print(f"  {name:12} n = {len(asked):4}  right {1 - len(wrong) / len(asked):8.2%}  "
              f"mean confidence {sure[asked].max(1).mean():.3f}")
        for i in wrong[:12]:
            print(f"      picture {i}: {truth[i]} answered {given[i]}  {' '.join(f'{c:.2f}' for c in sure[i])}")


def truths_of_clip():
    truth = json.loads((OUT / "street-truth.json").read_text())

    def spread(part):
        values = ["-"] * truth["frames"]
        for r in truth[part]:
            values[r["first"]:r["last"] + 1] = [r["answer"]] * (r["last"] - r["first"] + 1)
        return values
    return {"time-of-day": [None if a == "dusk" else a for a in spread("timeOfDay")],
            "car": spread("car"), "car-red": spread("carRed")}


def held_out(count):
    """One picture per street: any light; half without a car, half with one at a random point of its way."""
    truths = {name: [] for name in NETWORKS}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "held-out.mp4"
        ffmpeg = encoder(path, 23)
        for number in range(count):
            rng, noise = random.Random(HELD_OUT_SEED + number), np.random.default_rng(HELD_OUT_SEED + number)
            light, car, left = rng.random(), random_car(rng) if rng.random() < .5 else None, 0.0
            if car:
                left = rng.uniform(-car.length, WIDTH)
            street = Street(rng)
            ffmpeg.stdin.write(render(street, light, car, left, drift=rng.uniform(0, 400), rng=noise).tobytes())
            time_of_day, seen, red = answers(light, car, left)
            truths["time-of-day"].append(("day", None, "night")[time_of_day])
            truths["car"].append(("yes", "no")[seen])
            truths["car-red"].append({0: "yes", 1: "no", -1: "-"}[red])
        ffmpeg.stdin.close()
        ffmpeg.wait()
        return list(decoded(path)), truths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", type=int, default=1500)
    arguments = parser.parse_args()
    report("clip", list(decoded(OUT / "street.mp4")), truths_of_clip())
    if arguments.held_out:
        report("random drawings", *held_out(arguments.held_out))
