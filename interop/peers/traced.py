"""TorchScript of an export's network, for DJL: python3 traced.py EXPORT TARGET"""
import sys

import torch
from fastai.vision.all import load_learner

network = load_learner(sys.argv[1]).model.eval()
torch.jit.save(torch.jit.trace(network, torch.zeros(1, 3, 224, 224)), sys.argv[2])
