# Nothing is overwritten, and where one file is there none is written; a repository has one workflow, at its top.
mkdir -p full repo/.git repo/evals
echo mine > full/README.md
goldpin init full || echo "exit $?"
ls -A full
cat full/README.md
cd repo
goldpin init evals/one | head -n 5
grep 'working-directory\|path: "' .github/workflows/goldpin.yml | sort -u
goldpin init 'evals/two words' | sed -n '/^kept/p; / cd /p'
--- stdout
$ mkdir -p full repo/.git repo/evals
$ echo mine > full/README.md
$ goldpin init full || echo "exit $?"
exit 2
$ ls -A full
README.md
$ cat full/README.md
mine
$ cd repo
$ goldpin init evals/one | head -n 5
wrote evals/one/README.md
wrote evals/one/goldpin.json
wrote .github/workflows/goldpin.yml
wrote evals/one/suite.json
made  evals/one/golden/, for accepted answers
$ grep 'working-directory\|path: "' .github/workflows/goldpin.yml | sort -u
          path: "evals/one/out"
        working-directory: "evals/one"
$ goldpin init 'evals/two words' | sed -n '/^kept/p; / cd /p'
kept  .github/workflows/goldpin.yml, which is there already: add this suite's steps to it
  cd 'evals/two words'
--- stderr
$ goldpin init full || echo "exit $?"
goldpin: full/README.md is there already, and nothing was written; name another folder: goldpin init DIR
--- exit 0
