"""FiftyOne's apply_model over the frames of a video: python3 peer_fiftyone.py EXPORT CLIP

The network is the one of fastai's export, wrapped as FiftyOne's documentation shows it for torchvision's.
"""
import subprocess
import sys

import fiftyone as fo
import fiftyone.utils.torch as fout
from fastai.vision.all import load_learner

from peer import report

BATCH = 16
learner = load_learner(sys.argv[1])


def network():
    return learner.model.eval()


def frames(clip, most):
    """@param most a clip of its own for the warm-up: FiftyOne takes videos whole"""
    if most is None:
        return clip
    short = f"{clip}.{most}.mp4"
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", clip, "-frames:v", str(most), short], check=True)
    return short


def classify(model, clip, most=None):
    dataset = fo.Dataset()
    dataset.add_sample(fo.Sample(filepath=frames(clip, most)))
    try:
        dataset.apply_model(model, label_field="frames.answer", batch_size=BATCH, store_logits=True)
        sample = dataset.first()
        rows = []
        for number in sorted(sample.frames):
            answer = sample.frames[number].answer
            exponentials = [2.718281828459045 ** (logit - max(answer.logits)) for logit in answer.logits]
            rows.append([float(value / sum(exponentials)) for value in exponentials])
        return rows
    finally:
        dataset.delete()


if __name__ == "__main__":
    fo.config.show_progress_bars = False
    fo.config.do_not_track = True
    model = fout.TorchImageModel(fout.TorchImageModelConfig({
        "entrypoint_fcn": network,
        "output_processor_cls": fout.ClassifierOutputProcessor,
        "classes": list(learner.dls.vocab),
        "image_size": [224, 224],
        "image_mean": [0.485, 0.456, 0.406],
        "image_std": [0.229, 0.224, 0.225],
    }))
    with model:
        report(lambda most=None: classify(model, sys.argv[2], most))
