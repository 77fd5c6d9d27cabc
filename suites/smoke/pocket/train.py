#!/usr/bin/env python3
"""Train the pocket model and write it as GGUF.

    train.py                          train by the recipe; an interrupted training goes on from its checkpoint
    train.py --steps 300 --fresh      a short training from the start
    train.py --export                 write pocket.gguf from the checkpoint as it is now
    train.py --eval                   exact answers of pocket.gguf on the held-out prompts, per kind

The model is llama-shaped and its tokens are bytes. Training runs in float32 with PyTorch; the matrices are stored as
Q8_0, and every number that is reported is measured on the stored weights. Only the assistant's bytes carry loss.
"""
import argparse
import hashlib
import json
import math
import os
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import generate

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, LAYERS, HEADS, HIDDEN, CONTEXT = 192, 6, 6, 512, 256
HEAD_DIM, EPS, ROPE_BASE = WIDTH // HEADS, 1e-5, 10000.0
SPECIAL = ("<|bos|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>")
BOS, END, SYSTEM, USER, ASSISTANT = range(256, 261)
VOCABULARY = 272  # 256 bytes, 5 control tokens, padding to a multiple of 16
ROLE = {"system": SYSTEM, "user": USER, "assistant": ASSISTANT}
TEMPLATE = ("<|bos|>{% for message in messages %}{% if message['role'] == 'system' %}<|system|>"
            "{% elif message['role'] == 'assistant' %}<|assistant|>{% else %}<|user|>{% endif %}"
            "{{ message['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}")


# ---- tokens

def encode(messages, generation_prompt=False):
    """Token ids, and the weight of each in the loss: 0 for what the model does not say itself, and 1/sqrt(length) in
    an answer, so that the few digits of a sum are not drowned by long JSON answers."""
    ids, said = [BOS], [0.0]
    for m in messages:
        body = list(m["content"].encode()) + [END]
        ids += [ROLE[m["role"]]] + body
        said += [0.0] + [len(body) ** -0.5 if m["role"] == "assistant" else 0.0] * len(body)
    return (ids + [ASSISTANT], said + [0.0]) if generation_prompt else (ids, said)


# ---- model

class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPS) * self.weight


def rotation_table():
    angle = torch.arange(CONTEXT)[:, None] * ROPE_BASE ** (-torch.arange(0, HEAD_DIM, 2) / HEAD_DIM)
    return torch.polar(torch.ones_like(angle), angle)


ROTATION = rotation_table()


def rotate(x):
    """RoPE over the pairs (2i, 2i+1)."""
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], HEAD_DIM // 2, 2))
    return torch.view_as_real(pairs * ROTATION[:x.shape[-2]]).flatten(-2)


class Matrix(nn.Module):
    """A linear map without bias. `levels` > 0 rounds its input to int8 in blocks of 32, as an integer engine does."""
    levels = 0

    def __init__(self, n_in, n_out, std):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, n_in) * std)

    def forward(self, x):
        if Matrix.levels:
            blocks = x.reshape(*x.shape[:-1], -1, 32)
            scale = blocks.abs().amax(-1, keepdim=True).clamp_min(1e-9) / Matrix.levels
            x = (torch.round(blocks / scale) * scale).reshape(x.shape)
        return F.linear(x, self.weight)


def heads(x):
    """[n, t, WIDTH] to [n * HEADS, t, HEAD_DIM]."""
    n, t, _ = x.shape
    return x.view(n, t, HEADS, HEAD_DIM).transpose(1, 2).reshape(n * HEADS, t, HEAD_DIM)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        std, out = 0.6 / math.sqrt(WIDTH), 0.6 / math.sqrt(2 * LAYERS * WIDTH)
        self.attn_norm, self.ffn_norm = Norm(), Norm()
        self.attn_q, self.attn_k = Matrix(WIDTH, WIDTH, std), Matrix(WIDTH, WIDTH, std)
        self.attn_v, self.attn_output = Matrix(WIDTH, WIDTH, std), Matrix(WIDTH, WIDTH, out)
        self.ffn_gate, self.ffn_up = Matrix(WIDTH, HIDDEN, std), Matrix(WIDTH, HIDDEN, std)
        self.ffn_down = Matrix(HIDDEN, WIDTH, out)

    def attend(self, x, mask):
        n, t, _ = x.shape
        h = self.attn_norm(x)
        q, k, v = (heads(m(h)) for m in (self.attn_q, self.attn_k, self.attn_v))
        score = torch.baddbmm(mask[:t, :t], rotate(q), rotate(k).transpose(1, 2), alpha=HEAD_DIM ** -0.5)
        mixed = (score.softmax(-1) @ v).view(n, HEADS, t, HEAD_DIM).transpose(1, 2).reshape(n, t, WIDTH)
        return x + self.attn_output(mixed)

    def feed(self, x):
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))


class Pocket(nn.Module):
    def __init__(self):
        super().__init__()
        self.token_embd = Matrix(WIDTH, VOCABULARY, 0.05)  # also the output head
        self.blk = nn.ModuleList(Block() for _ in range(LAYERS))
        self.output_norm = Norm()
        self.mask = torch.full((CONTEXT, CONTEXT), -1e9).triu(1)

    def logits(self, ids, where):
        """Logits at the positions `where` (a mask like ids), the only ones that the last feed-forward is computed for."""
        x = F.embedding(ids, self.token_embd.weight)
        for b in self.blk[:-1]:
            x = b.feed(b.attend(x, self.mask))
        x = self.blk[-1].attend(x, self.mask)[where]
        return self.token_embd(self.output_norm(self.blk[-1].feed(x)))


# ---- optimizer

class Muon(torch.optim.Optimizer):
    """Momentum whose update is made nearly orthogonal (five Newton-Schulz steps): for the matrices of the blocks."""

    def __init__(self, params, lr, momentum=0.95, decay=0.01):
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})

    def step(self, pool):
        for g in self.param_groups:
            list(pool.map(lambda p: self.step_one(p, g), g["params"]))

    @torch.no_grad()
    def step_one(self, p, g):
        m = self.state[p].setdefault("momentum", torch.zeros_like(p))
        m.lerp_(p.grad, 1 - g["momentum"])
        update = orthogonal(p.grad.lerp(m, g["momentum"]))
        p.mul_(1 - g["lr"] * g["decay"])
        p.add_(update, alpha=-g["lr"] * max(1.0, p.shape[0] / p.shape[1]) ** 0.5)


def orthogonal(x):
    tall = x.shape[0] > x.shape[1]
    x = x.t() if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        a = x @ x.t()
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.t() if tall else x


# ---- training

# Learning rate as a share of --lr: straight lines between (step, share). A trial (--steps) has a schedule of its own.
SCHEDULE = ((0, 0.02), (49, 1.0), (1000, 1.0), (1800, 0.78947), (2000, 0.69079), (2001, 0.25), (2900, 0.0))


def short_schedule(steps):
    return (0, 0.02), (min(49, steps // 4 + 1), 1.0), (steps // 2 + 1, 1.0), (steps, 0.0)


def rate(step, schedule):
    for (s0, r0), (s1, r1) in zip(schedule, schedule[1:]):
        if step < s1:
            return r0 + (r1 - r0) * (step - s0) / (s1 - s0)
    return 0.0


def groups_of(rows, tokens=640):
    """The step's conversations in groups of at most `tokens` with padding, sorted so that there is little padding."""
    rows = sorted(rows, key=lambda r: -len(r[0]))
    while rows:
        longest = min(CONTEXT, len(rows[0][0]))
        part, rows = rows[:tokens // longest], rows[tokens // longest:]
        ids = torch.full((len(part), longest), END)
        said = torch.zeros(len(part), longest)
        for i, (a, b) in enumerate(part):
            ids[i, :len(a)] = torch.tensor(a[:longest])
            said[i, :len(b)] = torch.tensor(b[:longest])
        yield ids, said


def group_gradient(model, ids, said, total):
    weight = said[:, 1:]
    where = weight > 0
    each = F.cross_entropy(model.logits(ids[:, :-1], where), ids[:, 1:][where], reduction="none")
    loss = (each * weight[where]).sum() / total
    return loss.item(), torch.autograd.grad(loss, list(model.parameters()))


def train_step(model, rows, pool):
    """Gradients of one step. Groups run side by side and are added in their order, so threads do not change the sum."""
    total = sum(sum(said) for _, said in rows)
    parts = pool.map(lambda g: group_gradient(model, *g, total), groups_of(rows))
    loss = 0.0
    for part, gradients in parts:
        loss += part
        for p, g in zip(model.parameters(), gradients):
            p.grad = g if p.grad is None else p.grad.add_(g)
    return loss


def train(a):
    torch.manual_seed(a.seed)
    model = Pocket()
    inner = [p for n, p in model.named_parameters() if n.startswith("blk.") and p.dim() == 2]
    outer = [p for n, p in model.named_parameters() if not (n.startswith("blk.") and p.dim() == 2)]
    muon = Muon(inner, a.lr)
    adam = torch.optim.AdamW(outer, lr=a.lr / 5, betas=(0.9, 0.98), weight_decay=0.0)
    log = {"step": 0, "loss": None, "seconds": 0.0}
    if os.path.exists(a.checkpoint) and not a.fresh:
        saved = torch.load(a.checkpoint)
        model.load_state_dict(saved["model"])
        muon.load_state_dict(saved["muon"])
        adam.load_state_dict(saved["adam"])
        log = saved["log"]
    schedule = short_schedule(a.steps) if a.steps else SCHEDULE
    steps, pool = schedule[-1][0], ThreadPoolExecutor(a.threads)
    print(f"{sum(p.numel() for p in model.parameters())} parameters, from step {log['step']} to {steps}", flush=True)
    start, smooth = time.time() - log["seconds"], log["loss"]
    while log["step"] < steps:
        step = log["step"]
        for opt, lr in ((muon, a.lr), (adam, a.lr / 5)):
            for g in opt.param_groups:
                g["lr"] = lr * rate(step, schedule)
        rows = [encode(generate.training_example(a.seed, step * a.batch + i)) for i in range(a.batch)]
        loss = train_step(model, rows, pool)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        muon.step(pool)
        adam.step()
        model.zero_grad(set_to_none=True)
        smooth = loss if smooth is None else 0.98 * smooth + 0.02 * loss
        log = {"step": step + 1, "loss": smooth, "seconds": time.time() - start}
        if (step + 1) % 50 == 0:
            print(f"step {step + 1}  loss {smooth:.4f}  {log['seconds']:.0f} s", flush=True)
        if (step + 1) % 200 == 0 or step + 1 == steps:
            state = {"model": model.state_dict(), "muon": muon.state_dict(), "adam": adam.state_dict(), "log": log}
            torch.save(state, a.checkpoint + ".new")
            os.replace(a.checkpoint + ".new", a.checkpoint)
    export(model, a, log, schedule)


# ---- GGUF

def q8_0(matrix):
    """Blocks of 32 along a row: a float16 scale (largest magnitude / 127) and 32 int8 values."""
    blocks = matrix.reshape(-1, 32).astype(np.float32)
    scale = (np.abs(blocks).max(1, keepdims=True) / 127).astype(np.float16)
    unit = scale.astype(np.float32)
    q = np.rint(np.divide(blocks, unit, out=np.zeros_like(blocks), where=unit > 0)).clip(-127, 127).astype(np.int8)
    return b"".join(s.tobytes() + r.tobytes() for s, r in zip(scale, q))


def from_q8_0(data, rows, width):
    raw = np.frombuffer(data, np.uint8).reshape(-1, 34)
    scale = raw[:, :2].copy().view(np.float16).astype(np.float32)
    return (scale * raw[:, 2:].copy().view(np.int8)).reshape(rows, width)


def string(s):
    b = s.encode() if isinstance(s, str) else s
    return struct.pack("<Q", len(b)) + b


def u32(n):
    return struct.pack("<II", 4, n)


def f32(x):
    return struct.pack("<If", 6, x)


def text(s):
    return struct.pack("<I", 8) + string(s)


def boolean(b):
    return struct.pack("<IB", 7, b)


def array(kind, items):
    return struct.pack("<IIQ", 9, kind, len(items)) + b"".join(items)


def byte_alphabet():
    """The printable stand-in of each byte in byte-level vocabularies."""
    plain = set(range(0x21, 0x7F)) | set(range(0xA1, 0xAD)) | set(range(0xAE, 0x100))
    others = iter(range(0x100, 0x200))
    return [chr(b) if b in plain else chr(next(others)) for b in range(256)]


def metadata():
    unused = [f"<|unused{i}|>" for i in range(VOCABULARY - 256 - len(SPECIAL))]
    tokens = byte_alphabet() + list(SPECIAL) + unused
    types = [1] * 256 + [3] * len(SPECIAL) + [5] * len(unused)
    return {
        "general.architecture": text("llama"), "general.type": text("model"), "general.name": text("goldpin pocket"),
        "general.version": text("1.0"), "general.license": text("apache-2.0"),
        "general.description": text("A byte-level toy chat model that does the tasks of goldpin's smoke suite."),
        "general.file_type": u32(7), "general.quantization_version": u32(2),
        "llama.vocab_size": u32(VOCABULARY), "llama.context_length": u32(CONTEXT), "llama.embedding_length": u32(WIDTH),
        "llama.block_count": u32(LAYERS), "llama.feed_forward_length": u32(HIDDEN),
        "llama.attention.head_count": u32(HEADS), "llama.attention.head_count_kv": u32(HEADS),
        "llama.attention.layer_norm_rms_epsilon": f32(EPS),
        "llama.rope.dimension_count": u32(HEAD_DIM), "llama.rope.freq_base": f32(ROPE_BASE),
        "tokenizer.ggml.model": text("gpt2"), "tokenizer.ggml.pre": text("gpt-2"),
        "tokenizer.ggml.tokens": array(8, [string(t) for t in tokens]),
        "tokenizer.ggml.token_type": array(5, [struct.pack("<i", t) for t in types]),
        "tokenizer.ggml.merges": array(8, []),
        "tokenizer.ggml.bos_token_id": u32(BOS), "tokenizer.ggml.eos_token_id": u32(END),
        "tokenizer.ggml.padding_token_id": u32(END),
        "tokenizer.ggml.add_bos_token": boolean(False), "tokenizer.ggml.add_eos_token": boolean(False),
        "tokenizer.chat_template": text(TEMPLATE),
    }


def align(data):
    return data + b"\0" * (-len(data) % 32)


def write_gguf(model, path):
    infos, data, tensors = b"", b"", list(model.named_parameters())
    for name, p in tensors:
        w = p.detach().numpy()
        infos += string(name) + struct.pack("<I", w.ndim) + b"".join(struct.pack("<Q", n) for n in reversed(w.shape))
        infos += struct.pack("<IQ", 8 if w.ndim == 2 else 0, len(data))
        data += align(q8_0(w) if w.ndim == 2 else w.astype("<f4").tobytes())
    keys = metadata()
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(keys))
    head += b"".join(string(k) + v for k, v in keys.items()) + infos
    with open(path + ".new", "wb") as f:
        f.write(align(head) + data)
    os.replace(path + ".new", path)


def read_weights(path):
    """The model as stored. Reads only files written by write_gguf: the data section is found from the end."""
    model = Pocket()
    with open(path, "rb") as f:
        raw = f.read()
    sizes = [p.numel() // 32 * 34 if p.dim() == 2 else p.numel() * 4 for p in model.parameters()]
    at = len(raw) - sum(n + -n % 32 for n in sizes)
    for p, n in zip(model.parameters(), sizes):
        part = raw[at:at + n]
        w = from_q8_0(part, *p.shape) if p.dim() == 2 else np.frombuffer(part, "<f4")
        p.data.copy_(torch.from_numpy(w.copy()))
        at += n + -n % 32
    return model


def export(model, a, log, schedule):
    write_gguf(model, a.output)
    with open(a.output, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    recipe = {
        "seed": a.seed, "steps": log["step"], "batch": a.batch,
        "learning_rate": {"peak_matrices": a.lr, "peak_others": a.lr / 5, "schedule": schedule},
        "optimizer": "Muon (momentum 0.95, decay 0.01) for the block matrices, AdamW (0.9, 0.98) for embedding and norms",
        "final_loss": round(log["loss"], 5), "wall_seconds": round(log["seconds"]),
        "width": WIDTH, "layers": LAYERS, "heads": HEADS, "hidden": HIDDEN, "context": CONTEXT, "vocabulary": VOCABULARY,
        "parameters": sum(p.numel() for p in model.parameters()),
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__, "numpy": np.__version__},
        "threads": a.threads, "openblas_coretype": os.environ.get("OPENBLAS_CORETYPE"),
        "data_sha256": generate.data_digest(a.seed),
        "sha256": digest,
    }
    with open(os.path.join(os.path.dirname(a.output), "RECIPE.json"), "w", encoding="utf-8") as f:
        json.dump(recipe, f, indent=2)
        f.write("\n")
    print(f"{a.output}: {os.path.getsize(a.output)} bytes, sha256 {digest}")


# ---- evaluation

@torch.no_grad()
def answers(model, prompts, limit=64):
    """Greedy answers; rows are padded on the right, which a causal model cannot see."""
    out = [[] for _ in prompts]
    live = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    for at in range(0, len(live), 64):
        part = live[at:at + 64]
        for _ in range(limit):
            rows = [prompts[i] + out[i] for i in part]
            ids = torch.full((len(rows), max(map(len, rows))), END)
            for r, row in enumerate(rows):
                ids[r, :len(row)] = torch.tensor(row)
            last = torch.tensor([len(r) - 1 for r in rows])
            best = model.logits(ids, torch.arange(ids.shape[1]) == last[:, None]).argmax(-1).tolist()
            for i, token in zip(part, best):
                out[i].append(token)
            part = [i for i in part if out[i][-1] != END and len(prompts[i]) + len(out[i]) < CONTEXT]
            if not part:
                break
    return [bytes(t for t in o if t < 256).decode("utf-8", "replace") + ("" if o[-1] == END else "…") for o in out]


def evaluate(a):
    model = read_weights(a.output)
    Matrix.levels = a.activation_levels
    cases = generate.heldout_cases()
    got = answers(model, [encode(messages, True)[0] for _, messages, _ in cases])
    right, total = {}, {}
    for (kind, messages, want), have in zip(cases, got):
        total[kind] = total.get(kind, 0) + 1
        right[kind] = right.get(kind, 0) + (have == want)
        if have != want and a.verbose:
            print(f"  {kind}: {messages[-1]['content']!r} -> {have!r}, expected {want!r}")
    for kind in total:
        print(f"{kind:8} {right[kind]:3} of {total[kind]}")


def main():
    p = argparse.ArgumentParser(description="Train the pocket model and write it as GGUF")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--steps", type=int, help="a trial of this many steps with a schedule of its own")
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--lr", type=float, default=0.02)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--checkpoint", default=os.path.join(HERE, "pocket.checkpoint"))
    p.add_argument("--output", default=os.path.join(HERE, "pocket.gguf"))
    p.add_argument("--fresh", action="store_true", help="ignore a checkpoint")
    p.add_argument("--export", action="store_true")
    p.add_argument("--eval", action="store_true")
    p.add_argument("--activation-levels", type=int, default=0, help="127: evaluate with int8 activations")
    p.add_argument("-v", "--verbose", action="store_true", help="with --eval: show the wrong answers")
    a = p.parse_args()
    torch.set_num_threads(1)  # each of the --threads workers computes alone: no waiting for each other inside an operation
    if a.eval:
        evaluate(a)
    elif a.export:
        saved, model = torch.load(a.checkpoint), Pocket()
        model.load_state_dict(saved["model"])
        export(model, a, saved["log"], SCHEDULE)
    else:
        train(a)


if __name__ == "__main__":
    main()
