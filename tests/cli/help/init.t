goldpin init --help
--- stdout
$ goldpin init --help
usage: goldpin init [DIR]

write a small suite to begin with.

Writes suite.json, goldpin.json (examples of targets) and README.md into DIR, and a
workflow for GitHub Actions into .github/workflows of the repository that DIR is
in; without one, of DIR. The bundled model passes the suite. Where one of the files is
there already nothing is written; a repository's workflow is kept as it is.

Options:
  -h, --help                show this help and exit

Examples:
  goldpin init evals

Exit codes:
  0    everything is written
  2    a file is there already
  3    the file system refused
--- stderr
--- exit 0
