"""Draws random pictures of the same world, trains the three networks on them and saves them next to the clip.

Usage: python3 train.py --work FOLDER                 draws the pictures (once) and trains all
       python3 train.py --work FOLDER --only car      trains one, for instance several at the same time
"""
import argparse
import json
import multiprocessing
import pathlib
import random
import time

import numpy as np
import torch
from PIL import Image

from networks import MANIFESTS, ResNet18, SIDE, export, resize, to_input
from world import (DAY_ABOVE, MODELS, NIGHT_BELOW, OTHERS, REDS, VISIBLE_SHARE, WIDTH, Car, Street,
                   answer_time_of_day, render)

OUT = pathlib.Path(__file__).parent.parent
SEED = 1000                                         # street number n of the training set has the seed SEED + n
STREETS, LIGHTS_PER_STREET, PICTURES_PER_LIGHT = 800, 5, 3
EPOCHS = {"time-of-day": 8, "car": 14, "car-red": 10}
BATCH = 64


# ---------------------------------------------------------------- pictures

def random_light(rng):
    """Half of them lie around the two borders between the answers, where a network has most to learn."""
    if rng.random() < .5:
        return rng.random()
    return rng.choice((DAY_ABOVE, NIGHT_BELOW)) + rng.gauss(0, .045)


def random_colour(rng):
    base = rng.choice(REDS) if rng.random() < .45 else rng.choice(list(OTHERS.values()))
    return base, tuple(min(250, max(12, c + rng.gauss(0, 7))) for c in base)


def random_car(rng):
    base, colour = random_colour(rng)
    car = Car(rng.choice(list(MODELS)), colour, rng.choice(("near", "far")), rng.uniform(.95, 1.05))
    car.red = base in REDS
    return car


def hard_position(rng, car):
    """Somewhere inside, or (more often) at an edge, close to the share that decides whether the car counts."""
    kind = rng.random()
    if kind < .35:
        return rng.uniform(-.2 * car.length, WIDTH - .8 * car.length)
    share = VISIBLE_SHARE + rng.gauss(0, .08) if kind < .75 else rng.uniform(0, .8)
    share = max(share, .002)
    return -(1 - share) * car.length if rng.random() < .5 else WIDTH - share * car.length


def answers(light, car, left):
    """Class numbers in the order of MANIFESTS' features; -1 where the question makes no sense."""
    seen = car is not None and car.visible_share(left) >= VISIBLE_SHARE
    return (("day", "dusk", "night").index(answer_time_of_day(light)), 0 if seen else 1,
            (0 if car.red else 1) if seen else -1)


def compressed(picture, rng):
    """What a lossy coder makes of it."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=rng.randint(45, 95))
    return Image.open(buffer).convert("RGB")


def pictures_of_street(number):
    rng, noise = random.Random(SEED + number), np.random.default_rng(SEED + number)
    street, rows = Street(rng), []
    for _ in range(LIGHTS_PER_STREET):
        light, drift = min(1, max(0, random_light(rng))), rng.uniform(0, 400)
        canvas = street.paint(light, drift)
        for _ in range(PICTURES_PER_LIGHT):
            car = random_car(rng) if rng.random() < .75 else None
            left = hard_position(rng, car) if car else 0
            picture = Image.fromarray(render(street, light, car, left, noise=rng.uniform(0, 3), rng=noise,
                                             canvas=canvas))
            picture = compressed(picture, rng)
            resample = rng.choice((Image.BILINEAR, Image.BILINEAR, Image.BOX, Image.BICUBIC))
            rows.append((np.asarray(resize(picture, "squish", resample)),
                         np.asarray(resize(picture, "crop", resample)), answers(light, car, left)))
    return [np.stack(column) for column in zip(*rows)]


def draw_pictures(path):
    with multiprocessing.Pool() as pool:
        streets = pool.map(pictures_of_street, range(STREETS), chunksize=10)
    squish, crop, labels = (np.concatenate(column) for column in zip(*streets))
    np.savez(path, squish=squish, crop=crop, labels=labels)


# ---------------------------------------------------------------- training

def varied(batch, name, rng):
    """Mirrors half of the pictures and changes brightness and tint a little."""
    mirrored = torch.from_numpy(rng.random(len(batch)) < .5)
    batch[mirrored] = batch[mirrored].flip(3)
    much = .015 if name == "time-of-day" else .05   # the time of day is told by the brightness
    gain = 1 + rng.uniform(-much, much, (len(batch), 1, 1, 1)) + rng.uniform(-much, much, (len(batch), 3, 1, 1)) / 2
    return (batch * torch.from_numpy(gain).float()).clamp(0, 1)


def train(name, pixels, labels):
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    manifest = MANIFESTS[name]
    network = ResNet18(len(manifest["features"]))
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-2)
    steps = len(pixels) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=EPOCHS[name] * steps)
    loss_of = torch.nn.CrossEntropyLoss(label_smoothing=.02)
    mean, std = torch.zeros(1, 3, 1, 1), torch.ones(1, 3, 1, 1)
    if manifest["normalisation"]:
        mean, std = (torch.tensor(manifest["normalisation"][k]).view(1, 3, 1, 1) for k in ("mean", "std"))
    network.train()
    for epoch in range(EPOCHS[name]):
        start, right, total = time.time(), 0, 0.0
        order = rng.permutation(len(pixels))
        for step in range(steps):
            chosen = np.sort(order[step * BATCH:(step + 1) * BATCH])
            batch = (varied(to_input(pixels[chosen], None), name, rng) - mean) / std
            target = torch.from_numpy(labels[chosen])
            logits = network(batch)
            loss = loss_of(logits, target)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            right += (logits.argmax(1) == target).sum().item()
            total += loss.item()
        print(f"{name} epoch {epoch + 1}/{EPOCHS[name]}: loss {total / steps:.4f}, "
              f"right {right / (steps * BATCH):.4f}, {time.time() - start:.0f} s", flush=True)
    return network.eval()


def save(name, network):
    """Writes weights and manifest."""
    export(network, OUT / f"{name}.safetensors")
    (OUT / f"{name}.json").write_text(json.dumps(MANIFESTS[name], indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, help="folder for the training pictures (about 1.2 GB)")
    parser.add_argument("--only", choices=list(MANIFESTS))
    arguments = parser.parse_args()
    path = pathlib.Path(arguments.work) / "pictures.npz"
    if not path.exists():
        start = time.time()
        draw_pictures(path)
        print(f"drew {STREETS * LIGHTS_PER_STREET * PICTURES_PER_LIGHT} pictures in {time.time() - start:.0f} s",
              flush=True)
    stored = np.load(path)
    for column, name in enumerate(MANIFESTS):
        if arguments.only in (None, name):
            labels = stored["labels"][:, column]
            pixels = stored[MANIFESTS[name]["resizeMethod"]][labels >= 0]
            save(name, train(name, pixels, labels[labels >= 0]))


if __name__ == "__main__":
    main()
