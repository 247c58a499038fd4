"""Makes the small networks of the tests next to this file: PYTHONHASHSEED=0 python3 make_networks.py (torch 1.13).

All but the refused ones answer from the mean colour of a picture, so that a test can work out by hand what is right.
"""
import io
import os
import sys
import zipfile

import torch
from torch import nn




class MeanColour(nn.Module):
    """Three logits: ten times the mean red, green and blue."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.full((3,), 10.0))

    def forward(self, x):
        return x.mean(dim=(2, 3)) * self.scale


class Shares(nn.Module):
    """Probabilities: the share of each colour. No number for a black picture."""

    def forward(self, x):
        m = x.mean(dim=(2, 3))
        return m / m.sum(dim=1, keepdim=True)


class RefusesBright(nn.Module):
    """Fails when any picture of the batch is bright."""

    def forward(self, x):
        m = x.mean(dim=(2, 3))
        if bool((m > 0.9).any()):
            raise RuntimeError("too bright")
        return m * 10


class WritesToInput(nn.Module):
    """Changes its input, then fails when any picture of the batch is bright."""

    def forward(self, x):
        m = x.mean(dim=(2, 3)).clone()
        x.zero_()
        if bool((m > 0.9).any()):
            raise RuntimeError("too bright")
        return m * 10


class HangsOnBright(nn.Module):
    """Never comes to an end when any picture of the batch is bright."""

    def forward(self, x):
        m = x.mean(dim=(2, 3))
        while bool((m > 0.9).any()):
            m = m + 0
        return m * 10


class EatsOnBright(nn.Module):
    """Takes ever more memory when any picture of the batch is bright."""

    def forward(self, x):
        m = x.mean(dim=(2, 3))
        kept = [m]
        while bool((m > 0.9).any()):
            kept.append(torch.zeros(1 << 30))
        return m * 10 + kept[-1].mean() * 0


class FourOutputs(nn.Module):
    def forward(self, x):
        return x.mean(dim=(2, 3)).repeat(1, 2)[:, :4]


class Grey(nn.Module):
    """Takes pictures of one channel."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 1)

    def forward(self, x):
        return self.conv(x).mean(dim=(2, 3))


class FixedSize(nn.Module):
    """Takes pictures of 8 x 8 px only."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3 * 8 * 8, 3)

    def forward(self, x):
        return self.fc(x.flatten(1))


class Pair(nn.Module):
    def forward(self, x):
        return x.mean(dim=(2, 3)), x


class OneByOne(nn.Module):
    """Takes one picture at a time."""

    def forward(self, x):
        return x.mean(dim=(2, 3)).view(1, 3)


class LooksAround(nn.Module):
    """What it says of a picture depends on the other pictures of the batch."""

    def forward(self, x):
        m = x.mean(dim=(2, 3))
        return (m - m.mean(dim=0, keepdim=True)) * 1000 + m


class Training(nn.Module):
    """Saved in training mode: batch norm would look around, dropout would throw dice."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(3)
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        return self.drop(self.norm(x)).mean(dim=(2, 3)) * 10


class ReadsFile(nn.Module):
    def forward(self, x):
        return x.mean(dim=(2, 3)) + torch.from_file("/etc/hostname", False, 3).float()


class WritesFile(nn.Module):
    def forward(self, x):
        torch.save(x, "stolen")
        return x.mean(dim=(2, 3))


def write(name, module):
    """Saves a network without its source maps : they hold paths of the machine."""
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.script(module), buffer)
    with zipfile.ZipFile(buffer) as whole, zipfile.ZipFile(name + ".pt", "w") as lean:
        for entry in whole.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                info = zipfile.ZipInfo("network/" + entry.filename.split("/", 1)[1])
                lean.writestr(info, whole.read(entry))


def main():
    os.chdir(os.path.dirname(os.path.abspath(sys.argv[0])))
    torch.manual_seed(1)
    for name, module in (
            ("mean-colour", MeanColour()), ("shares", Shares()), ("refuses-bright", RefusesBright()),
            ("writes-to-input", WritesToInput()), ("four-outputs", FourOutputs()),
            ("hangs-on-bright", HangsOnBright()), ("eats-on-bright", EatsOnBright()), ("grey", Grey()),
            ("fixed-size", FixedSize()), ("pair", Pair()), ("one-by-one", OneByOne()),
            ("looks-around", LooksAround()), ("reads-file", ReadsFile()), ("writes-file", WritesFile())):
        write(name, module.eval())
    write("training", Training().train())
    torch.save(MeanColour().state_dict(), "state-dict.pth")
    torch.save(MeanColour().state_dict(), "state-dict-legacy.pth", _use_new_zipfile_serialization=False)


if __name__ == "__main__":
    main()
