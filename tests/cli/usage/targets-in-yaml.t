# A targets file in YAML says the same as one in JSON: same answers, same fingerprint, same inputs in the bundle; and its mistakes are located.
routed
cat > t.yaml << END
# the same targets, with an anchor and a comment
targets:
  cloud:
    provider: openai
    model: m
    base_url: &url $URL
    price: {input_per_mtok: 1, output_per_mtok: 2}
  broken: {provider: openai, model: "m#500", base_url: *url}
  nobody: {provider: openai, model: m, base_url: "http://127.0.0.1:9/v1"}
  house: {provider: local, model: suites/smoke/pocket/pocket.gguf}
  careful: {provider: fallback, members: [broken, nobody, house]}
  picky: {provider: fallback, members: [broken, house], on: [timeout]}
  router:
    provider: route
    rules:
      - if: {sensitivity: regulated}
        to: house
      - if: {tag: [odd, hard]}
        to: careful
    default: cloud
END
goldpin run mini -q -c goldpin.json -t router -o json | grep fingerprint > said
goldpin run mini -q -c t.yaml -t router -o yaml | grep fingerprint | cmp - said && echo same fingerprint
cmp json/inputs/targets.json yaml/inputs/targets.json && echo same inputs
goldpin verify yaml --rerun none | tail -n 1
# two in the working directory, then the one that is left
cp t.yaml goldpin.yaml
goldpin run mini -q -t router || echo "exit $?"
rm goldpin.json
goldpin run mini -q -t router -o found | grep fingerprint | cmp - said && echo found
goldpin plan mini -t cloud > planned && echo planned
# what is wrong, and where
for line in 'targets: {cloud: {provider: opanai, model: m}}' 'targets: {cloud: {provider: openai, modle: m}}' 'targets: [a' 'targets: {cloud: {provider: openai, model: m, retry: {attempts: 010}}}' 'targets: {a: {provider: openai, model: m, base_url: "http://127.0.0.1:9/v1", extra: {a: 1, a: 2}}}' 'targets: {a: {provider: route, rules: [{if: {tag: x, tga: y}, to: b}], default: b}, b: {provider: openai, model: m, base_url: "http://127.0.0.1:9/v1"}}'; do
    printf '# first\n%s\n' "$line" > goldpin.yml
    goldpin run mini -q -c goldpin.yml -o wrong || echo "exit $?"
done
--- stdout
$ routed
$ cat > t.yaml << END ...
$ goldpin run mini -q -c goldpin.json -t router -o json | grep fingerprint > said
$ goldpin run mini -q -c t.yaml -t router -o yaml | grep fingerprint | cmp - said && echo same fingerprint
same fingerprint
$ cmp json/inputs/targets.json yaml/inputs/targets.json && echo same inputs
same inputs
$ goldpin verify yaml --rerun none | tail -n 1
The bundle is what it says.
$ cp t.yaml goldpin.yaml
$ goldpin run mini -q -t router || echo "exit $?"
exit 2
$ rm goldpin.json
$ goldpin run mini -q -t router -o found | grep fingerprint | cmp - said && echo found
found
$ goldpin plan mini -t cloud > planned && echo planned
planned
$ for line in 'targets: {cloud: {provider: opanai, model: m}}' 'targets: {cloud: {provider: openai, modle: m}}' 'targets: [a' 'targets: {cloud: {provider: openai, model: m, retry: {attempts: 010}}}' 'targets: {a: {provider: openai, model: m, base_url: "http://127.0.0.1:9/v1", extra: {a: 1, a: 2}}}' 'targets: {a: {provider: route, rules: [{if: {tag: x, tga: y}, to: b}], default: b}, b: {provider: openai, model: m, base_url: "http://127.0.0.1:9/v1"}}'; do ...
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
--- stderr
$ goldpin run mini -q -t router || echo "exit $?"
goldpin: there are goldpin.json and goldpin.yaml: name one with -c
$ for line in 'targets: {cloud: {provider: opanai, model: m}}' 'targets: {cloud: {provider: openai, modle: m}}' 'targets: [a' 'targets: {cloud: {provider: openai, model: m, retry: {attempts: 010}}}' 'targets: {a: {provider: openai, model: m, base_url: "http://127.0.0.1:9/v1", extra: {a: 1, a: 2}}}' 'targets: {a: {provider: route, rules: [{if: {tag: x, tga: y}, to: b}], default: b}, b: {provider: openai, model: m, base_url: "http://127.0.0.1:9/v1"}}'; do ...
goldpin: goldpin.yml:2:29: unknown provider "opanai"; did you mean "openai"? (providers: local openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm replay route fallback refine)
goldpin: goldpin.yml:2:37: unknown key "modle" in target "cloud"; did you mean "model"?
goldpin: goldpin.yml:3:1: did not find expected ',' or ']'
goldpin: goldpin.yml:2:65: a number must not start with 0; in quotes it is a text
goldpin: goldpin.yml:2:92: the key "a" stands twice in one mapping
goldpin: goldpin.yml:2:54: unknown key "tga" in the conditions of a rule; did you mean "tag"? (known: sensitivity, kind, complexity, category, tag, images, tools, prompt_bytes_over, prompt_bytes_under)
--- exit 0
