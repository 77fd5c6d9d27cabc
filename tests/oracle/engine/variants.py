#!/usr/bin/env python3
"""Models for what no reference data have, made of those that there are: other keys, tensors left out, heads of other sizes.

    variants.py OUT FOLDER...

Writes OUT/NAME.gguf of every variant whose source lies in one of the folders of reference data; prints the names. Numbers come from
fixed seeds.
"""
import os
import random
import struct
import sys

U32, F32, BOOL, STRING, ARRAY, I32 = 4, 6, 7, 8, 9, 5
PLAIN = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
ALIGN = 32


class Reader:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.data = f.read()
        self.at = 8

    def number(self, code):
        v = struct.unpack_from("<" + code, self.data, self.at)[0]
        self.at += struct.calcsize(code)
        return v

    def text(self):
        n = self.number("Q")
        self.at += n
        return self.data[self.at - n : self.at].decode()

    def value(self, kind):
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            elem = self.number("I")
            return elem, [self.value(elem) for _ in range(self.number("Q"))]
        return self.number(PLAIN[kind])

    def tensor(self):
        name, dims = self.text(), self.number("I")
        return name, [self.number("Q") for _ in range(dims)], self.number("I"), self.number("Q")


def load(path):
    """Keys {name: (type, value)} and tensors {name: (sizes, type, bytes)}."""
    r = Reader(path)
    n_tensors, n_keys = r.number("Q"), r.number("Q")
    keys = {}
    for _ in range(n_keys):
        name, kind = r.text(), r.number("I")
        keys[name] = (kind, r.value(kind))
    heads = [r.tensor() for _ in range(n_tensors)]
    base = (r.at + ALIGN - 1) // ALIGN * ALIGN
    ends = sorted(h[3] for h in heads) + [len(r.data) - base]
    end_of = {a: b for a, b in zip(ends, ends[1:])}
    return keys, {n: (ne, t, r.data[base + at : base + end_of[at]]) for n, ne, t, at in heads}


def packed(kind, v):
    if kind == STRING:
        return struct.pack("<Q", len(v.encode())) + v.encode()
    if kind == ARRAY:
        return struct.pack("<IQ", v[0], len(v[1])) + b"".join(packed(v[0], x) for x in v[1])
    return struct.pack("<" + PLAIN[kind], v)


def save(path, keys, tensors):
    head, data = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(keys)), b""
    for name, (kind, v) in keys.items():
        head += packed(STRING, name) + struct.pack("<I", kind) + packed(kind, v)
    for name, (ne, kind, content) in tensors.items():
        data += bytes(-len(data) % ALIGN)
        head += packed(STRING, name) + struct.pack(f"<I{len(ne)}QIQ", len(ne), *ne, kind, len(data))
        data += content
    with open(path, "wb") as f:
        f.write(head + bytes(-len(head) % ALIGN) + data)


def values(seed, sizes, draw):
    n, r = sizes[0] * (sizes[1] if len(sizes) > 1 else 1), random.Random(seed)
    return sizes, 0, struct.pack(f"<{n}f", *[draw(r) for _ in range(n)])


def matrix(seed, cols, rows):
    return values(seed, [cols, rows], lambda r: r.gauss(0, cols**-0.5))


def heads_of(dim, norms=False, gate=None):
    """Replaces attention: heads of dim values, with norms of queries and keys, and gates for each value or each head."""

    def change(key, tensors):
        d, heads, kv = key("embedding_length"), key("attention.head_count"), key("attention.head_count_kv")
        for i in range(key("block_count")):
            new = {"q": (d, heads * dim), "k": (d, kv * dim), "v": (d, kv * dim), "output": (heads * dim, d)}
            if gate:
                new["gate"] = (d, heads * dim if gate == "each" else heads)
            for j, (name, (cols, rows)) in enumerate(new.items()):
                tensors[f"blk.{i}.attn_{name}.weight"] = matrix(9 * i + j, cols, rows)
            for j, name in enumerate(["q_norm", "k_norm"] if norms else []):
                tensors[f"blk.{i}.attn_{name}.weight"] = values(900 + 9 * i + j, [dim], lambda r: r.uniform(0.5, 1.5))

    return change


def sizes(dim, rot=None):
    return {"attention.key_length": (U32, dim), "attention.value_length": (U32, dim), "rope.dimension_count": (U32, rot or dim)}


def yarn(multiplier=None):
    by = (F32, multiplier) if multiplier else None
    return {"rope.scaling.type": (STRING, "yarn"), "rope.scaling.factor": (F32, 4.0), "rope.scaling.yarn_log_multiplier": by,
            "rope.scaling.original_context_length": (U32, 64)}


def gating(kind):
    return {"expert_gating_func": (U32, kind), "expert_weights_norm": (BOOL, kind % 2 == 0),
            "expert_weights_scale": (F32, 1.0 if kind == 3 else 2.5)}


def groups(n, used):
    return {"expert_group_count": (U32, n), "expert_group_used_count": (U32, used), "expert_used_count": (U32, 2)}


def sections(*s):
    return {"rope.dimension_sections": (ARRAY, (I32, list(s)))}


# name: (source, architecture or None, keys (None: none), tensors left out, function that changes tensors or None)
VARIANTS = {
    "arcee": ("internlm2", "arcee", {}, ["ffn_gate"], None),
    "nemotron": ("stablelm", "nemotron", {}, ["ffn_gate"], None),
    "olmo": ("internlm2", "olmo", {"attention.clamp_kqv": (F32, 0.7)}, ["norm"], None),
    "minicpm": ("internlm2", "minicpm", {}, [], None),
    "minicpm-scales": ("internlm2", "minicpm", {"embedding_scale": (F32, 3.5), "residual_scale": (F32, 0.3),
                                                "attention.scale": (F32, 0.2), "logit_scale": (F32, 7.0)}, [], None),
    "mellum": ("qwen3moe", "mellum", {**yarn(), "attention.sliding_window": (U32, 5), "attention.sliding_window_pattern": (U32, 2)},
               [], None),
    "qwen2vl": ("qwen2", "qwen2vl", sections(2, 3, 3, 0), [], None),
    "qwen3vl": ("qwen3", "qwen3vl", sections(2, 1, 1, 0), [], None),
    "granite-unturned": ("granite", None, {"rope.scaling.finetuned": (BOOL, False)}, [], None),
    "hunyuan-alpha": ("hunyuan-dense", None, {"rope.scaling.alpha": (F32, 1000.0)}, [], None),
    "muse-cap": ("muse-glimmer", None, {"final_logit_softcapping": (F32, 5.0)}, [], None),
    "nanbeige-skip": ("nanbeige", None, {"skip_loop_final_norm": (BOOL, True), "num_loops": (U32, 3)}, [], None),
    "cohere2moe-rms": ("cohere2moe", None, {"attention.layer_norm_rms_epsilon": (F32, 1e-5)}, [], None),
    "llama4-unchunked": ("llama4-scout", None, {"attention.sliding_window": (U32, 0)}, [], None),
    "latent-yarn": ("deepseek-v3", None, yarn(), [], None),
    "latent-multiplier": ("deepseek-v2-lite", None, yarn(0.0707), [], None),
    "latent-multiplier-1": ("deepseek-v2-lite", None, yarn(0.1), [], None),
    "groups-of-2": ("dots1", None, groups(3, 2), [], None),
    "groups-of-1": ("dots1", None, groups(6, 3), [], None),
}
for k in 1, 2, 3, 4:
    VARIANTS[f"gating-{k}"] = ("dots1", None, gating(k), [], None)
for k in 8, 24, 40, 72, 104:
    VARIANTS[f"heads-{k}"] = ("internlm2", None, sizes(k), [], heads_of(k))
    VARIANTS[f"heads-{k}-normed"] = ("qwen3", None, sizes(k, max(2, k // 4 * 2)), [], heads_of(k, True))
    VARIANTS[f"heads-{k}-gated-each"] = ("muse-glimmer", None, sizes(k), [], heads_of(k, True, "each"))
    VARIANTS[f"heads-{k}-gated"] = ("spark2_5", None, {**sizes(k), "attention.sliding_window": (U32, 7)}, ["attn_q_norm", "attn_k_norm"],
                                    heads_of(k, False, "head"))


def make(source, architecture, change, drop, change_tensors):
    keys, tensors = load(source)
    old = keys["general.architecture"][1]
    new = architecture or old
    keys = {(new + k[len(old) :] if k.startswith(old + ".") else k): v for k, v in keys.items()}
    keys["general.architecture"] = (STRING, new)
    for name, v in change.items():
        keys.pop(f"{new}.{name}", None)
        if v:
            keys[f"{new}.{name}"] = v
    tensors = {n: t for n, t in tensors.items() if not any(d in n for d in drop)}
    if change_tensors:
        change_tensors(lambda name: keys[f"{new}.{name}"][1], tensors)
    return keys, tensors


def main(out, folders):
    for name, (source, *how) in VARIANTS.items():
        paths = [p for p in (os.path.join(f, "models", source, "model.gguf") for f in folders) if os.path.exists(p)]
        if paths:
            save(os.path.join(out, name + ".gguf"), *make(paths[0], *how))
            print(name)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
