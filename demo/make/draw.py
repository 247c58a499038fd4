"""Draws the clip ../street.mp4 and writes what its frames really show to ../street-truth.json.

Usage: python3 draw.py [--stills FOLDER]
"""
import argparse
import json
import pathlib
import random
import subprocess

import numpy as np
from PIL import Image

from world import HEIGHT, OTHERS, REDS, VISIBLE_SHARE, WIDTH, Car, Street, answer_time_of_day, render

OUT = pathlib.Path(__file__).parent.parent
SEED = 17
FRAMES, RATE = 750, 25

# The light changes slowly, but quickly where the answer changes, so that hardly a frame lies on a border.
LIGHT_AT_FRAME = ((0, 1.0), (300, .88), (380, .78), (394, .72), (400, .60), (446, .40), (452, .28), (480, .22),
                  (620, .03), (749, .0))

# First frame in which the car counts as in the frame, number of such frames, and the car.
DRIVES = (
    (30, 46, Car("saloon", REDS[0], "near")),
    (104, 48, Car("van", OTHERS["white"], "far")),
    (180, 46, Car("hatchback", OTHERS["blue"], "near")),
    (264, 48, Car("estate", REDS[1], "far")),
    (340, 46, Car("saloon", OTHERS["green"], "near")),
    (414, 48, Car("hatchback", OTHERS["yellow"], "far")),
    (490, 46, Car("estate", REDS[1], "near")),
    (564, 48, Car("saloon", OTHERS["black"], "far")),
    (648, 46, Car("hatchback", REDS[0], "near")),
)


def light_at(frame):
    frames, lights = zip(*LIGHT_AT_FRAME)
    return float(np.interp(frame, frames, lights))


def position(drive, frame):
    """x of the car's left end. The border of "in the frame" always falls half-way between two frames."""
    first, count, car = drive
    start = -(1 - VISIBLE_SHARE) * car.length
    end = WIDTH - VISIBLE_SHARE * car.length
    travelled = (end - start) * (frame - first + .5) / count
    return start + travelled if car.direction > 0 else end - travelled


def car_at(frame):
    """The car of this frame and its position; a car too far outside to count is drawn all the same."""
    for drive in DRIVES:
        left = position(drive, frame)
        if drive[2].visible_share(left) > 0:
            return drive[2], left
    return None, 0.0


def answers_at(frame):
    car, left = car_at(frame)
    seen = car is not None and car.visible_share(left) >= VISIBLE_SHARE
    return {
        "timeOfDay": answer_time_of_day(light_at(frame)),
        "car": "yes" if seen else "no",
        "carRed": ("yes" if car.colour in REDS else "no") if seen else None,
    }


def ranges(answers):
    """Joins equal neighbours; frames without an answer are in no range."""
    joined = []
    for frame, answer in enumerate(answers):
        if answer is None:
            continue
        if joined and joined[-1]["answer"] == answer and joined[-1]["last"] == frame - 1:
            joined[-1]["last"] = frame
        else:
            joined.append({"first": frame, "last": frame, "answer": answer})
    return joined


def write_truth(path):
    answers = [answers_at(frame) for frame in range(FRAMES)]
    truth = {name: ranges([a[name] for a in answers]) for name in answers[0]}
    lines = [f'  "frames": {FRAMES}']
    for name, parts in truth.items():
        lines.append(f'  "{name}": [\n' + ",\n".join("    " + json.dumps(part) for part in parts) + "\n  ]")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def encoder(path, quality):
    """An ffmpeg that takes RGB pictures on its standard input."""
    return subprocess.Popen([
        "ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}",
        "-r", str(RATE), "-i", "-", "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
        "-c:v", "libx264", "-preset", "slow", "-crf", str(quality), "-g", "50", "-bf", "3", "-threads", "1",
        "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", str(path)], stdin=subprocess.PIPE)


def draw_clip(path, stills=None):
    street = Street(random.Random(SEED))
    rng = np.random.default_rng(SEED)
    ffmpeg = encoder(path, 19)
    for frame in range(FRAMES):
        car, left = car_at(frame)
        picture = render(street, light_at(frame), car, left, drift=frame * .5, rng=rng)
        ffmpeg.stdin.write(picture.tobytes())
        if stills and frame % 25 == 0:
            Image.fromarray(picture).save(pathlib.Path(stills) / f"frame-{frame:03}.png")
    ffmpeg.stdin.close()
    if ffmpeg.wait() != 0:
        raise SystemExit("ffmpeg failed")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stills", help="also save every 25th frame there as PNG")
    arguments = parser.parse_args()
    write_truth(OUT / "street-truth.json")
    draw_clip(OUT / "street.mp4", arguments.stills)
