"""Makes the JPEGs of this folder out of a photograph, and their pixels' SHA-256 as Pillow reads them:
python3 make_jpegs.py PHOTOGRAPH (Pillow 13)."""
import hashlib
import io
import pathlib
import sys

from PIL import Image, ImageCms

HERE = pathlib.Path(__file__).resolve().parent


def without_jfif(data):
    """Camera files often have no JFIF segment."""
    assert data[2:4] == b"\xff\xe0"
    length = int.from_bytes(data[4:6], "big")
    return data[:2] + data[4 + length:]


def main():
    photograph = Image.open(sys.argv[1]).convert("RGB").crop((150, 170, 150 + 97, 170 + 61))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    variants = {
        "420": (photograph, dict(subsampling="4:2:0"), False),
        "422": (photograph, dict(subsampling="4:2:2"), False),
        "444": (photograph, dict(subsampling="4:4:4"), False),
        "444-no-jfif": (photograph, dict(subsampling="4:4:4"), True),
        "420-no-jfif": (photograph, dict(subsampling="4:2:0"), True),
        "progressive": (photograph, dict(subsampling="4:2:0", progressive=True), False),
        "restarts": (photograph, dict(subsampling="4:2:0", restart_marker_blocks=3), False),
        "profile": (photograph, dict(subsampling="4:2:0", icc_profile=profile), False),
        "rgb": (photograph, dict(keep_rgb=True), False),
        "grey": (photograph.convert("L"), {}, False),
        "one-pixel": (photograph.crop((0, 0, 1, 1)), {}, False),
    }
    lines = []
    for name, (image, options, lean) in variants.items():
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=85, **options)
        data = without_jfif(buffer.getvalue()) if lean else buffer.getvalue()
        (HERE / f"{name}.jpg").write_bytes(data)
        pixels = Image.open(io.BytesIO(data)).convert("RGB")
        digest = hashlib.sha256(pixels.tobytes()).hexdigest()
        lines.append(f"{name}.jpg,{pixels.width},{pixels.height},{digest}\n")
    (HERE / "pixels.csv").write_text("".join(lines))


if __name__ == "__main__":
    main()
