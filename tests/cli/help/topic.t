# A guide is printed as it is written.
goldpin help debugging
--- stdout
$ goldpin help debugging
# debugging: why an answer is wrong

This guide goes from a red trial to its cause: grader, prompt, engine, change or machine.

1. Look at the trial, with `goldpin show RUN TRIAL` or in `report.md`: prompt, answer, how it
   ended (`length` means that the token limit cut it), each criterion's finding.
2. Is it the grader? Add the answer to `examples` of the case and run `goldpin lint`; or change
   the grader and judge the recorded answer again with `--replay`.
3. Is it the prompt? `goldpin show SUITE CASE -t TARGET` prints what the model is really given, and
   the tokens of it. `goldpin model template MODEL --vars messages.json` and `goldpin model tokenize
   MODEL --special` do that for messages of your own.
4. Is it the engine? `goldpin model logits MODEL --tokens 1,2,3 --json` prints the five likeliest
   tokens of each position, to hold against another engine. `make conformance CONFORMANCE=DIR`
   does that over a folder of references.
5. Did something change? `goldpin diff OLD NEW` names the first difference; `manifest.json` of
   both says what the runs had pinned.
6. Is it the machine? `goldpin doctor` and `goldpin topo`; run again with `--threads 1` or
   `--pin none`. If the fingerprint differs, that is a bug of goldpin: please report it with both
   manifests.

## When OpenCL itself is the trouble

Compiled kernels are kept in `GOLDPIN_CACHE_DIR`, else `XDG_CACHE_HOME/goldpin`, else
`~/.cache/goldpin`; PoCL's own below it in `pocl/`, unless `POCL_CACHE_DIR` says otherwise. Where
that folder is missing, read-only or full, a private one under `TMPDIR` is used; `goldpin doctor`
tells which it is, and `goldpin doctor --clear-cache` empties it. A run that compiles for longer
than half a second says so, with the folder; only kernels that the model launches are compiled.

An OpenCL compiler that crashes is no verdict. goldpin does its work in a child process: when a
compiler takes that down before anything was asked, it is tried again with an empty cache, then
with portable kernels, which give the same bits more slowly. The report and `goldpin bench` name
them and the reason ("integer products portable (...)"). When nothing helps, or in the middle of a
run, the exit code is 3. `GOLDPIN_KERNELS=portable` asks for those kernels from the start,
`GOLDPIN_KERNELS=no-vnni` for those without VNNI instructions.
--- stderr
--- exit 0
