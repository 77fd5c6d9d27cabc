# A Jinja file in place of the model's template: found from the targets file, part of what was asked, kept in the bundle, asked
# by again. Another text in it is another target, and a mistake is told before anything is asked.
# not for the oracle: edited
pocket
mini "$(one_case a '1 + 1' 2)"
mkdir -p set/t
echo '{"targets": {"p": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "template": "t/own.jinja"}}}' > set/goldpin.json
printf '{%% for m in messages %%}<|user|>{{ m.content }}{%% endfor %%}<|assistant|>' > set/t/own.jinja
goldpin run mini -q -c set/goldpin.json -o out || echo "exit $?"
goldpin run mini -q -c set/goldpin.json --shard 1/1 -o part > part.txt || echo "exit $?"
goldpin merge part -o whole > whole.txt || echo "exit $?"
goldpin run mini -q --replay out -o played > played.txt || echo "exit $?"
for b in out whole played; do field $b/manifest.json /targets/0/other_template; ls $b/inputs/templates; goldpin verify $b | grep -e inputs -e rerun; done
field out/results.json /targets/0/asked | head -n 1
cp -r out edited; for f in edited/inputs/templates/*; do echo x >> "$f"; done
goldpin verify edited | grep -A 1 inputs || echo "exit $?"
rm edited/inputs/templates/*.jinja
goldpin verify edited | grep -A 1 -e ^inputs -e ^rerun
printf 'x' >> set/t/own.jinja
goldpin run mini -q -c set/goldpin.json --resume out || echo "exit $?"
printf 'a\n{%% for' > set/t/own.jinja
goldpin run mini -q -c set/goldpin.json -o other || echo "exit $?"
rm set/t/own.jinja
goldpin show mini a -c set/goldpin.json || echo "exit $?"
echo '{"targets": {"p": {"provider": "openai", "model": "m", "template": "raw"}}}' > set/goldpin.json
goldpin run mini -q -c set/goldpin.json || echo "exit $?"
--- stdout
$ pocket
$ mini "$(one_case a '1 + 1' 2)"
$ mkdir -p set/t
$ echo '{"targets": {"p": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "template": "t/own.jinja"}}}' > set/goldpin.json
$ printf '{%% for m in messages %%}<|user|>{{ m.content }}{%% endfor %%}<|assistant|>' > set/t/own.jinja
$ goldpin run mini -q -c set/goldpin.json -o out || echo "exit $?"
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ goldpin run mini -q -c set/goldpin.json --shard 1/1 -o part > part.txt || echo "exit $?"
$ goldpin merge part -o whole > whole.txt || echo "exit $?"
$ goldpin run mini -q --replay out -o played > played.txt || echo "exit $?"
$ for b in out whole played; do field $b/manifest.json /targets/0/other_template; ls $b/inputs/templates; goldpin verify $b | grep -e inputs -e rerun; done
sha256:HEX
HEX.jinja
inputs     holds     suites, cases and goldens are those that the run had
rerun      holds     1 local trial asked again, 1 bitwise
sha256:HEX
HEX.jinja
inputs     holds     suites, cases and goldens are those that the run had
rerun      holds     1 local trial asked again, 1 bitwise
sha256:HEX
HEX.jinja
inputs     holds     suites, cases and goldens are those that the run had
rerun      holds     1 local trial asked again, 1 bitwise
$ field out/results.json /targets/0/asked | head -n 1
{"context":256,"kv":"f32","model":null,"other_template":"sha256:HEX","provider":"local","sampling":{"frequency_penalty":null,"max_tokens":null,"min_p":null,"presence_penalty":null,"repeat_penalty":null,"stop":[],"temperature":null,"top_k":null,"top_p":null},"weights_sha256":"HEX"}
$ cp -r out edited; for f in edited/inputs/templates/*; do echo x >> "$f"; done
$ goldpin verify edited | grep -A 1 inputs || echo "exit $?"
  inputs/templates/HEX.jinja: edited/inputs/templates/HEX.jinja is not the file that was written: its SHA-256 is HEX, listed is HEX
chain      holds     1 line, from the manifest to the results
inputs     differs   suites, goldens or templates are not those that the run had
  inputs/templates/HEX.jinja: the template of target p is not the one that it was asked by
prompts    not made  without the run's own suites nothing can be rendered
$ rm edited/inputs/templates/*.jinja
$ goldpin verify edited | grep -A 1 -e ^inputs -e ^rerun
inputs     differs   suites, goldens or templates are not those that the run had
  inputs/templates/HEX.jinja: the template of target p is missing
--
rerun      not made  the trials could not be asked again: cannot open edited/inputs/templates/HEX.jinja: No such file or directory
The evidence differs from what the bundle says.
$ printf 'x' >> set/t/own.jinja
$ goldpin run mini -q -c set/goldpin.json --resume out || echo "exit $?"
exit 2
$ printf 'a\n{%% for' > set/t/own.jinja
$ goldpin run mini -q -c set/goldpin.json -o other || echo "exit $?"
exit 2
$ rm set/t/own.jinja
$ goldpin show mini a -c set/goldpin.json || echo "exit $?"
case: a
suite: mini
where: mini/suite.json:6
messages:
  - role: user
    content: What is 1 + 1?
seed: 535041931  (derived from seed 1, suite, case and repeat 1)
pass_at: 1
graders:
  - id: equals-1
    weight: 1
    turn: 1
    grader:
      {
        "type": "equals",
        "expect": "2"
      }
examples:
  - must: pass
    reply: 2
    verdict: passed
    score: 1
    criteria:
      - equals-1  1  equals "2"
  - must: fail
    reply: x
    verdict: failed
    score: 0
    criteria:
      - equals-1  0  expected "2", got "x"
targets:
  - target: p
    provider: local
    model: suites/smoke/pocket/pocket.gguf
    not_shown: cannot open set/t/own.jinja: No such file or directory
$ echo '{"targets": {"p": {"provider": "openai", "model": "m", "template": "raw"}}}' > set/goldpin.json
$ goldpin run mini -q -c set/goldpin.json || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q -c set/goldpin.json --resume out || echo "exit $?"
goldpin: this is not the run that was begun: target "p" had {"other_template":"sha256:HEX"}, now {"other_template":"sha256:HEX"}
$ goldpin run mini -q -c set/goldpin.json -o other || echo "exit $?"
goldpin: set/t/own.jinja:2: the template ends inside a tag, expected '%}'
$ goldpin run mini -q -c set/goldpin.json || echo "exit $?"
goldpin: set/goldpin.json:1:68: a target of provider openai takes no "template"
--- exit 0
