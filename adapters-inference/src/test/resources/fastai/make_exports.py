"""Makes the exports of this folder with real fastai, and what it says about the pictures.

    python3 make_exports.py pictures        # draws the pictures
    python3 make_exports.py newest          # with fastai 2.8.12 and torch 2.15.0
    python3 make_exports.py oldest          # with fastai 2.5.6 and torch 1.13.0

Of each learner: NAME.pkl.gz, the export, and NAME.json, the probabilities of the pictures. The networks are whole, but most
of their weights are zero, so that they compress to next to nothing.
"""
import gzip
import json
import pathlib
import shutil
import sys

import numpy
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
CLASSES = ("circle", "cross", "square")
KEPT = 0.01


def draw():
    """Nine pictures of different sizes, in colour, JPEG and PNG."""
    PICTURES.mkdir(exist_ok=True)
    random = numpy.random.default_rng(1)
    for number, (width, height) in enumerate([(96, 96), (131, 87), (75, 140), (200, 101), (64, 64), (90, 160), (151, 149), (60, 99), (222, 60)]):
        name = CLASSES[number % 3]
        picture = Image.new("RGB", (width, height), tuple(random.integers(0, 120, 3)))
        pen = ImageDraw.Draw(picture)
        size = min(width, height) * random.uniform(0.25, 0.4)
        x, y = width * random.uniform(0.4, 0.6), height * random.uniform(0.4, 0.6)
        box, colour = (x - size, y - size, x + size, y + size), tuple(random.integers(130, 255, 3))
        if name == "circle":
            pen.ellipse(box, fill=colour)
        elif name == "square":
            pen.rectangle(box, fill=colour)
        else:
            pen.line(box, fill=colour, width=9)
            pen.line((x - size, y + size, x + size, y - size), fill=colour, width=9)
        picture.save(PICTURES / f"{number}-{name}.{'jpg' if number % 2 else 'png'}", **({"quality": 90} if number % 2 else {}))


def label(file):
    return file.stem.split("-")[1]


def thin(model):
    """Leaves the largest weights of each layer, with few binary places."""
    import torch
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                kept = max(64, int(parameter.numel() * KEPT))
                limit = parameter.abs().flatten().kthvalue(max(1, parameter.numel() - kept)).values
                parameter.mul_(parameter.abs() >= limit)
                # The variance of the outputs stays about what it was.
                parameter.mul_(min(8, (parameter.numel() / kept) ** 0.5 / 2)).mul_(256).round_().div_(256)


def learners(edition):
    from fastai.vision.all import Normalize, Resize, ResizeMethod, aug_transforms, imagenet_stats
    from torchvision import models
    normalised = [Normalize.from_stats(*imagenet_stats)]
    if edition == "oldest":
        return {"oldest-resnet18-crop": (models.resnet18, Resize(64), [])}
    return {
        "resnet18-aug": (models.resnet18, Resize((80, 96), ResizeMethod.Pad), [*aug_transforms(size=64), *normalised]),
        "vgg11_bn-squish": (models.vgg11_bn, Resize(64, ResizeMethod.Squish), normalised),
    }


def make(edition):
    import torch
    from fastai.data import load
    from fastai.vision import all as fastai
    if not hasattr(load._FakeLoader, "pin_memory_device"):
        load._FakeLoader.pin_memory_device = ""     # torch 1.12 and newer ask for it
    learner_of = getattr(fastai, "vision_learner", None) or fastai.cnn_learner
    files = sorted(PICTURES.glob("*"))
    for name, (architecture, item, batch) in learners(edition).items():
        torch.manual_seed(1)
        block = fastai.DataBlock(
            blocks=(fastai.ImageBlock, fastai.CategoryBlock), get_items=lambda _: 4 * files,
            get_y=label, splitter=fastai.RandomSplitter(0.25, seed=1), item_tfms=item, batch_tfms=batch)
        loaders = block.dataloaders(PICTURES, bs=9, num_workers=0)
        learner = learner_of(loaders, architecture, pretrained=False, normalize=False)
        thin(learner.model)
        with learner.no_bar(), learner.no_logging():
            learner.fit(3, lr=0.0)              # settles the batch norms
            probabilities, _ = learner.get_preds(dl=loaders.test_dl(files, num_workers=0))
            last = list(learner.model[-1])[-1]
            spread = probabilities.log().std(dim=0).mean()
            with torch.no_grad():
                last.weight.mul_(1 / max(float(spread), 1e-6)).mul_(256).round_().div_(256)
            probabilities, _ = learner.get_preds(dl=loaders.test_dl(files, num_workers=0))
        export = HERE / f"{name}.pkl"
        learner.export(export)
        with export.open("rb") as plain, gzip.GzipFile(f"{export}.gz", "wb", 9, mtime=0) as packed:
            shutil.copyfileobj(plain, packed)
        export.unlink()
        rows = [dict(zip(loaders.vocab, map(float, row))) for row in probabilities]
        (HERE / f"{name}.json").write_text(json.dumps(
            {"required": True, "samples": [{"image": f.name, "probabilities": row} for f, row in zip(files, rows)]}, indent=1) + "\n")
        print(name, rows[0], rows[-1])


if __name__ == "__main__":
    draw() if sys.argv[1] == "pictures" else make(sys.argv[1])
