"""What all peers do: warm up on some frames, time the whole clip, and tell."""
import json
import time


def report(classify):
    """@param classify gives one row of probabilities for each frame, of at most so many frames"""
    classify(200)
    begin = time.perf_counter()
    rows = classify()
    print(json.dumps({"seconds": time.perf_counter() - begin, "rows": rows}), flush=True)
