"""PyTorch, as a good engineer writes it: python3 peer_torch.py EXPORT CLIP

Decoding runs ahead in a thread; batches of 16, channels last, inference mode, antialiased resizing of bytes.
"""
import queue
import sys
import threading

import av
import torch
from fastai.vision.all import load_learner
from torch.nn import functional

from peer import report

BATCH = 16
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def decode(clip, frames, most):
    with av.open(clip) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for number, frame in enumerate(container.decode(stream)):
            if number == most:
                break
            frames.put(torch.from_numpy(frame.to_ndarray(format="rgb24")))
    frames.put(None)


@torch.inference_mode()
def classify(network, clip, most=None):
    frames = queue.Queue(2 * BATCH)
    threading.Thread(target=decode, args=(clip, frames, most), daemon=True).start()
    rows, batch = [], []
    while True:
        frame = frames.get()
        if frame is not None:
            small = functional.interpolate(frame.permute(2, 0, 1)[None], (224, 224), mode="bilinear", antialias=True)
            batch.append(small)
        if batch and (frame is None or len(batch) == BATCH):
            pictures = ((torch.cat(batch).float() / 255 - MEAN) / STD).contiguous(memory_format=torch.channels_last)
            rows += network(pictures).softmax(1).tolist()
            batch = []
        if frame is None:
            return rows


if __name__ == "__main__":
    network = load_learner(sys.argv[1]).model.eval().to(memory_format=torch.channels_last)
    report(lambda most=None: classify(network, sys.argv[2], most))
