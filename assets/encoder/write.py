"""Writes `encoder.bin`, which the program reads in place, from learned weights and `vocabulary.txt` in this folder.

Matrices are rounded to signed bytes, one scale a row; biases, norms and rows of features stay as they are.
`language::tag::encoder::weights` has the layout. What `train.py` learned has no heads for who is meant: that is version 2.
"""

import argparse
import struct

import numpy as np
import torch

from joint import CASES, HEADS, INNER, LAYERS, STATES, TAGS, WIDTH, WINDOW, parts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", default="encoder.pt")
    parser.add_argument("--out", default="encoder.bin")
    options = parser.parse_args()
    state = {name: value.float().numpy() for name, value in torch.load(options.state, weights_only=True).items()}
    text = open("vocabulary.txt", encoding="utf-8").read().encode()
    heads, pieces = "kind.weight" in state, len(state["word.weight"])
    sizes = (pieces, WIDTH, HEADS, INNER, LAYERS, WINDOW, CASES, STATES, TAGS, len(text))
    blob = [b"ONRECE" + bytes([3 if heads else 2, 0]), struct.pack("<10I", *sizes), text]

    def numbers(name, *shape):
        assert state[name].shape == shape, name
        blob.append(state[name].astype("<f4").tobytes())

    def rows(name, count, columns):
        values = state[name + ".weight"]
        assert values.shape == (count, columns), name
        scales = np.maximum(np.abs(values).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
        blob.append(scales.astype("<f4").tobytes())
        blob.append(np.clip(np.round(values / scales[:, None]), -127, 127).astype(np.int8).tobytes())

    parts(rows, numbers, pieces, LAYERS, heads)
    with open(options.out, "wb") as out:
        out.write(b"".join(blob))
    print(f"{options.out}: {sum(map(len, blob))} bytes")


if __name__ == "__main__":
    main()
