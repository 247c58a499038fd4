"""Trains small learners with real fastai, exports them, and keeps what they say about real photographs.

    python3 exports.py PHOTOGRAPHS FOLDER

PHOTOGRAPHS has the folders `day` and `night`. Of each learner FOLDER gets `NAME/export.pkl` and `NAME/expected.json`:
the probabilities of 60 photographs. The learners see few steps: what counts is that Framewise says the same. The head's
last layer is scaled so that the answers spread between 0 and 1 instead of sticking to the ends.
"""
import json
import pathlib
import sys

import torch
from fastai.data import load
from fastai.vision import all as fastai
from fastai.vision.all import (
    CategoryBlock, DataBlock, ImageBlock, Normalize, PadMode, RandomCrop, RandomResizedCrop, RandomResizedCropGPU, Resize,
    ResizeMethod, aug_transforms, imagenet_stats, parent_label)
from torchvision import models

# Before fastai 2.6.
vision_learner = getattr(fastai, "vision_learner", None) or fastai.cnn_learner
if not hasattr(load._FakeLoader, "pin_memory_device"):
    load._FakeLoader.pin_memory_device = ""     # fastai 2.5 does not know it, torch 1.12 and newer ask for it

TRAINED = 40
COMPARED = 60
NORMALISED = [Normalize.from_stats(*imagenet_stats)]

# Name, architecture, transforms of an item, transforms of a batch.
LEARNERS = (
    ("resnet18-crop", models.resnet18, Resize(224), NORMALISED),
    ("resnet18-squish-plain", models.resnet18, Resize(160, ResizeMethod.Squish), []),
    ("resnet18-squish", models.resnet18, Resize(224, ResizeMethod.Squish), NORMALISED),
    ("resnet18-pad-border", models.resnet18, Resize((128, 192), ResizeMethod.Pad, PadMode.Border), NORMALISED),
    ("resnet18-aug", models.resnet18, Resize(240), [*aug_transforms(size=160), *NORMALISED]),
    ("resnet18-aug-plain", models.resnet18, Resize(128), [*aug_transforms(flip_vert=True), *NORMALISED]),
    ("resnet18-random-resized", models.resnet18, RandomResizedCrop(128, min_scale=0.5), [*aug_transforms(), *NORMALISED]),
    ("resnet18-middle", models.resnet18, [Resize(160), RandomCrop(128)], NORMALISED),
    ("resnet18-random-crop", models.resnet18, Resize(200), [RandomResizedCropGPU(128), *NORMALISED]),
    ("resnet34-pad-reflection", models.resnet34, Resize(192, ResizeMethod.Pad, PadMode.Reflection), NORMALISED),
    ("resnet50-squish", models.resnet50, Resize(160, ResizeMethod.Squish), NORMALISED),
    ("resnet101-crop-plain", models.resnet101, Resize(128), []),
    ("vgg11_bn-squish", models.vgg11_bn, Resize(128, ResizeMethod.Squish), NORMALISED),
    ("vgg16-pad-zeros", models.vgg16, Resize(128, ResizeMethod.Pad, PadMode.Zeros), []),
    ("vgg19_bn-crop", models.vgg19_bn, Resize(96), NORMALISED),
)


def spread(learner, files):
    """Shifts and scales the logits' difference to a median of 0 and a standard deviation of about 1.5."""
    norm, _, last = list(learner.model[-1])[-3:]            # the standard head ends in batch norm, dropout, linear
    outputs = []
    hook = last.register_forward_hook(lambda layer, inputs, output: outputs.append(output.detach()))
    learner.get_preds(dl=learner.dls.test_dl(files, num_workers=0))
    hook.remove()
    difference = torch.cat(outputs).diff(dim=1)
    with torch.no_grad():
        direction = last.weight[1] - last.weight[0]
        norm.bias.sub_(difference.quantile(0.5) * direction / direction.square().sum())
        last.weight.mul_(1.5 / difference.std().clamp(min=1e-6))


def main():
    photographs, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    chosen = sys.argv[3:]
    files = sorted(photographs.glob("*/*.jpg"))
    step = len(files) // COMPARED
    compared = files[::step][:COMPARED]
    trained = files[1::len(files) // TRAINED][:TRAINED]
    for name, architecture, item, batch in LEARNERS:
        if chosen and name not in chosen:
            continue
        torch.manual_seed(1)
        block = DataBlock(blocks=(ImageBlock, CategoryBlock), get_items=lambda _: trained, get_y=parent_label,
                          splitter=lambda items: (list(range(len(items) - 8)), list(range(len(items) - 8, len(items)))),
                          item_tfms=item, batch_tfms=batch)
        loaders = block.dataloaders(photographs, bs=8, num_workers=0)
        learner = vision_learner(loaders, architecture, pretrained=False, normalize=False)
        with learner.no_bar(), learner.no_logging():
            learner.fit(1, lr=1e-3)
            spread(learner, compared)
            probabilities, _ = learner.get_preds(dl=loaders.test_dl(compared, num_workers=0))
        if name.endswith("-plain"):
            loaders.train.one_batch()           # random transforms keep the state of the last batch, whosever it was
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        learner.export((target / "export.pkl").resolve())
        rows = [dict(zip(loaders.vocab, map(float, row))) for row in probabilities]
        (target / "expected.json").write_text(json.dumps(
            [{"image": str(file), "probabilities": row} for file, row in zip(compared, rows)]))
        days = [row["day"] for row in rows]
        print(f"{name}: {min(days):.3f} to {max(days):.3f}", flush=True)


if __name__ == "__main__":
    main()
