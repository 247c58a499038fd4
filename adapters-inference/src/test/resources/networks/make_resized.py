"""Writes resized.csv next to this file: what PIL and fastai make of pictures that a formula draws.

    python3 make_resized.py            (Pillow 13 or newer)

The columns: resize method, width and height of the picture, width and height of the input, SHA-256 of the RGB bytes.
"""
import hashlib
import os
import sys

from PIL import Image

PICTURES = [(1, 1), (1, 7), (7, 1), (2, 3), (17, 13), (63, 65), (224, 224), (225, 223), (320, 240), (241, 321),
            (640, 359), (1280, 720), (1919, 1079), (719, 1281), (96, 400), (434, 288)]
INPUTS = [(1, 1), (8, 8), (17, 31), (64, 64), (224, 224), (128, 96), (192, 128), (299, 300)]


def picture(width, height):
    """Pixel (x, y): red x*7+y*3, green x*y, blue (x xor y)*5, all modulo 256."""
    data = bytearray()
    for y in range(height):
        for x in range(width):
            data += bytes(((x * 7 + y * 3) & 255, (x * y) & 255, ((x ^ y) * 5) & 255))
    return Image.frombytes("RGB", (width, height), bytes(data))


def fitted(image, method, width, height):
    """As fastai's Resize does at validation time, padding with black; None where fastai would cut out nothing."""
    w, h = image.size
    if method != "squish":
        ratios = (w / width, h / height)
        scale = max(ratios) if method == "pad" else min(ratios)
        cw, ch = int(scale * width), int(scale * height)
        if cw == 0 or ch == 0:
            return None
        left, top = int(0.5 * (w - cw)), int(0.5 * (h - ch))
        x, y = max(left, 0), max(top, 0)
        cut = image.crop((x, y, min(x + cw, w), min(y + ch, h)))
        before = (max(-left, 0), max(-top, 0))
        after = (max(cw - w + left, 0), max(ch - h + top, 0))
        if any(before + after):
            whole = Image.new("RGB", (before[0] + cut.width + after[0], before[1] + cut.height + after[1]))
            whole.paste(cut, before)
            cut = whole
        image = cut
    return image.resize((width, height), Image.BILINEAR)


def main():
    os.chdir(os.path.dirname(os.path.abspath(sys.argv[0])))
    with open("resized.csv", "w", encoding="utf-8") as out:
        for w, h in PICTURES:
            image = picture(w, h)
            for width, height in INPUTS:
                for method in ("crop", "squish", "pad"):
                    result = fitted(image, method, width, height)
                    if result is not None:
                        digest = hashlib.sha256(result.tobytes()).hexdigest()
                        out.write(f"{method},{w},{h},{width},{height},{digest}\n")


if __name__ == "__main__":
    main()
