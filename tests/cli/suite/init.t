# What init writes passes: lint, run, bless, and a second run is green. The next commands that it names are these.
unset CI
goldpin init x | tee said
sed -n '/^next:$/,/^README/p' said | sed -e 1d -e '$d' > next
(. ./next) > heard 2> errors
sed -n '/^Gate/p' heard
cat x/.github/workflows/goldpin.yml | grep 'working-directory\|path:'
--- stdout
$ unset CI
$ goldpin init x | tee said
wrote x/README.md
wrote x/goldpin.json
wrote x/.github/workflows/goldpin.yml
wrote x/suite.json
made  x/golden/, for accepted answers

next:
  cd x
  goldpin lint --strict .            # do the graders tell right from wrong?
  goldpin run . -o reports/first     # the bundled model answers
  goldpin bless reports/first        # accept its answers
  goldpin run . -o reports/second    # green: nothing differs
README.md there tells how to go on.
$ sed -n '/^next:$/,/^README/p' said | sed -e 1d -e '$d' > next
$ (. ./next) > heard 2> errors
$ sed -n '/^Gate/p' heard
Gate passed: 5 of 5 trials passed; goldens: 5 missing (not accepted yet; fails only in CI); no trial broke.
Gate passed: 5 of 5 trials passed; goldens: 5 match; no trial broke.
$ cat x/.github/workflows/goldpin.yml | grep 'working-directory\|path:'
          path: .goldpin
        working-directory: "."
        working-directory: "."
        working-directory: "."
          path: "out"
--- stderr
--- exit 0
