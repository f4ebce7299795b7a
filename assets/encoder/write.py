"""Writes `encoder.bin`, which the program reads in place, from `encoder.pt` and `vocabulary.txt` in this folder.

Matrices are rounded to signed bytes, one scale a row; biases and norms stay as they are. `language::encoder::weights`
has the layout.
"""

import argparse
import struct

import numpy as np
import torch

MAGIC = b"ONRECE\x02\0"
HEADS = 12


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", default="encoder.pt")
    parser.add_argument("--out", default="encoder.bin")
    options = parser.parse_args()
    state = {name: value.float().numpy() for name, value in torch.load(options.state, weights_only=True).items()}
    text = open("vocabulary.txt", encoding="utf-8").read().encode()
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    (pieces, width), inner = state["word.weight"].shape, state["layers.0.up.weight"].shape[0]
    sizes = [len(state[f"{name}.weight"]) for name in ("place", "case", "mark", "head")]
    blob = [MAGIC, struct.pack("<10I", pieces, width, HEADS, inner, layers, *sizes, len(text)), text]

    def numbers(name):
        blob.append(state[name].astype("<f4").tobytes())

    def rows(name):
        values = state[name + ".weight"]
        scales = np.maximum(np.abs(values).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
        blob.append(scales.astype("<f4").tobytes())
        blob.append(np.clip(np.round(values / scales[:, None]), -127, 127).astype(np.int8).tobytes())

    def matrix(name):
        rows(name)
        numbers(name + ".bias")

    def norm(name):
        numbers(name + ".weight")
        numbers(name + ".bias")

    for name in ("word", "place", "case", "mark"):
        rows(name)
    norm("norm")
    for at in range(layers):
        at = f"layers.{at}."
        matrix(at + "qkv")
        matrix(at + "out")
        norm(at + "norm1")
        matrix(at + "up")
        matrix(at + "down")
        norm(at + "norm2")
    matrix("head")
    with open(options.out, "wb") as out:
        out.write(b"".join(blob))
    print(f"{options.out}: {sum(map(len, blob))} bytes")


if __name__ == "__main__":
    main()
