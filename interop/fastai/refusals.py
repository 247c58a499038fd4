"""Exports that are no classifiers of one class per image: python3 refusals.py PHOTOGRAPHS FOLDER"""
import pathlib
import sys

import torch
from fastai.tabular.all import TabularDataLoaders, tabular_learner
from fastai.vision.all import (
    BCEWithLogitsLossFlat, CategoryBlock, DataBlock, ImageBlock, MSELossFlat, MaskBlock, MultiCategoryBlock, PILMask,
    RegressionBlock, Resize, parent_label, unet_learner, vision_learner)
from torch import nn
from torchvision import models


class Doubled(nn.Module):
    """A module of one's own."""

    def forward(self, x):
        return x * 2


def loaders(files, *blocks, get_y=parent_label, **options):
    block = DataBlock(blocks=blocks, get_items=lambda _: files, get_y=get_y,
                      splitter=lambda items: (list(range(8)), list(range(8, 12))), item_tfms=Resize(64), **options)
    return block.dataloaders(files[0].parent, bs=4, num_workers=0)


def classifier(files):
    return vision_learner(loaders(files, ImageBlock, CategoryBlock), models.resnet18, pretrained=False)


def multi_label(files):
    both = loaders(files, ImageBlock, MultiCategoryBlock, get_y=lambda file: [parent_label(file), "outdoors"])
    return vision_learner(both, models.resnet18, pretrained=False, loss_func=BCEWithLogitsLossFlat())


def segmentation(files):
    masks = loaders(files, ImageBlock, MaskBlock(codes=["road", "sky"]), get_y=lambda file: PILMask.create(torch.zeros(64, 64).byte().numpy()))
    return unet_learner(masks, models.resnet18, pretrained=False)


def regression(files):
    numbers = loaders(files, ImageBlock, RegressionBlock(n_out=1), get_y=lambda file: float(file.stat().st_size))
    return vision_learner(numbers, models.resnet18, pretrained=False, n_out=1, loss_func=MSELossFlat())


def half(files):
    learner = classifier(files)
    learner.model = learner.model.half()
    return learner


def own_module(files):
    learner = classifier(files)
    learner.model[1].add_module("extra", Doubled())
    return learner


def too_many_outputs(files):
    return vision_learner(loaders(files, ImageBlock, CategoryBlock), models.resnet18, pretrained=False, n_out=5)


def other_body(files):
    return vision_learner(loaders(files, ImageBlock, CategoryBlock), models.squeezenet1_1, pretrained=False)


def timm_body(files):
    return vision_learner(loaders(files, ImageBlock, CategoryBlock), "resnet26", pretrained=False)


def tabular(_):
    import pandas
    table = pandas.DataFrame({"a": [1.0, 2, 3, 4] * 4, "y": ["p", "q"] * 8})
    return tabular_learner(TabularDataLoaders.from_df(table, y_names="y", cont_names=["a"], bs=4))


def main():
    files = sorted(pathlib.Path(sys.argv[1]).glob("*/*.jpg"))
    files = files[:6] + files[-6:]
    folder = pathlib.Path(sys.argv[2])
    for make in (multi_label, segmentation, regression, half, own_module, too_many_outputs, other_body, timm_body, tabular):
        target = folder / make.__name__.replace("_", "-")
        target.mkdir(parents=True, exist_ok=True)
        try:
            make(files).export((target / "export.pkl").resolve())
        except ImportError as missing:
            print(f"{make.__name__}: left out, {missing}")
    torch.save(models.resnet18(), folder / "whole-model.pth")


if __name__ == "__main__":
    main()
