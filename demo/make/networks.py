"""The three networks: what they look like, what they answer, and how a picture is made ready for them."""
import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn

SIDE = 128
USUAL = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}

# These are the manifests that lie next to the networks.
MANIFESTS = {name: {"title": title, "architecture": "resnet18", "features": features,
                    "inputSize": {"width": SIDE, "height": SIDE}, "resizeMethod": resize_method,
                    "normalisation": normalisation, "activation": "softmax"}
             for name, title, features, resize_method, normalisation in (
    ("time-of-day", "Time of day", ["day", "dusk", "night"], "crop", USUAL),
    ("car", "Car in the frame", ["car", "no_car"], "squish", USUAL),
    ("car-red", "Red car", ["red", "other"], "squish", None))}


class Block(nn.Module):
    """The basic residual block: two 3x3 convolutions and a shortcut."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False),
                                            nn.BatchNorm2d(outputs))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        x = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(x)) + shortcut)


class ResNet18(nn.Module):
    """The layout of ResNet-18 with narrow stages (`width` is 64 in the original)."""

    def __init__(self, classes, width=12):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = nn.Sequential(Block(width, width, 1), Block(width, width, 1))
        self.layer2 = nn.Sequential(Block(width, width * 2, 2), Block(width * 2, width * 2, 1))
        self.layer3 = nn.Sequential(Block(width * 2, width * 4, 2), Block(width * 4, width * 4, 1))
        self.layer4 = nn.Sequential(Block(width * 4, width * 8, 2), Block(width * 8, width * 8, 1))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(width * 8, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(self.avgpool(x).flatten(1))


def resize(picture, method, resample=Image.BILINEAR):
    """A PIL picture of the networks' input size."""
    if method == "squish":
        return picture.resize((SIDE, SIDE), resample)
    w, h = picture.size                             # crop: short side to SIDE, then the central square
    scale = SIDE / min(w, h)
    picture = picture.resize((round(w * scale), round(h * scale)), resample)
    x, y = (picture.width - SIDE) // 2, (picture.height - SIDE) // 2
    return picture.crop((x, y, x + SIDE, y + SIDE))


def to_input(pixels, normalisation):
    """uint8 pictures (n, SIDE, SIDE, 3) as the float batch (n, 3, SIDE, SIDE) that a network takes."""
    batch = torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float() / 255
    if normalisation is None:
        return batch
    mean, std = (torch.tensor(normalisation[k]).view(1, 3, 1, 1) for k in ("mean", "std"))
    return (batch - mean) / std


def export(network, path):
    """Writes the weights, by the names that torchvision gives them."""
    weights = {name: tensor.contiguous() for name, tensor in network.state_dict().items()
               if not name.endswith("num_batches_tracked")}
    save_file(weights, str(path))


def load(path, classes, width=12):
    """The network of exported weights."""
    network = ResNet18(classes, width)
    network.load_state_dict(load_file(str(path)), strict=False)
    return network.eval()
