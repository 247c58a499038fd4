"""fastai itself over frames that OpenCV decodes, some hundred at a time: python3 peer_fastai.py EXPORT CLIP"""
import sys

import cv2
from fastai.vision.all import PILImage, load_learner

from peer import report

CHUNK = 256


def classify(learner, clip, most=None):
    video, rows, frames = cv2.VideoCapture(clip), [], []
    while True:
        found, frame = video.read()
        if found:
            frames.append(PILImage.create(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)))
        if frames and (not found or len(frames) == CHUNK or len(frames) == most):
            with learner.no_bar():
                rows += learner.get_preds(dl=learner.dls.test_dl(frames))[0].tolist()
            frames = []
        if not found or most and len(rows) >= most:
            return rows


if __name__ == "__main__":
    learner = load_learner(sys.argv[1])
    report(lambda most=None: classify(learner, sys.argv[2], most))
