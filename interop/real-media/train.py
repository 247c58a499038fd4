#!/usr/bin/env python3
"""Trains the day/night network of this folder on every second photograph and exports its weights.

    python3 train.py PHOTOGRAPHS

PHOTOGRAPHS has the folders `day` and `night`. The other half of the photographs is for the test.
"""
import pathlib
import sys

import numpy
import torch
from PIL import Image
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "demo" / "make"))
from networks import ResNet18, export  # noqa: E402

SIDE = 128
EPOCHS = 12


def photographs(folder, kind, half):
    """Every second file of a class, by name: 0 for training, 1 for the test."""
    return sorted((folder / kind).glob("*.jpg"))[half::2]


def picture(path):
    image = Image.open(path).convert("RGB").resize((SIDE, SIDE), Image.BILINEAR)
    return numpy.asarray(image, dtype=numpy.float32).transpose(2, 0, 1) / 255


def batch(folder, half):
    paths = [(path, label) for label, kind in enumerate(("day", "night")) for path in photographs(folder, kind, half)]
    inputs = torch.from_numpy(numpy.stack([picture(path) for path, _ in paths]))
    return inputs, torch.tensor([label for _, label in paths])


def main():
    torch.manual_seed(7)
    folder = pathlib.Path(sys.argv[1])
    inputs, labels = batch(folder, 0)
    network = ResNet18(2, width=8)
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    loss = nn.CrossEntropyLoss(label_smoothing=0.02)
    for _ in range(EPOCHS):
        for part in torch.randperm(len(inputs)).split(16):
            flipped = torch.where(torch.rand(len(part), 1, 1, 1) < 0.5, inputs[part], inputs[part].flip(3))
            optimiser.zero_grad()
            loss(network(flipped), labels[part]).backward()
            optimiser.step()
    network.eval()
    with torch.no_grad():
        held_out, truth = batch(folder, 1)
        right = (network(held_out).argmax(1) == truth).float().mean().item()
    print(f"held-out photographs: {len(held_out)}, right: {right:.3f}")
    export(network, pathlib.Path(__file__).with_name("day-night.safetensors"))


if __name__ == "__main__":
    main()
