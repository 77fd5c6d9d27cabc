# The body as the codec writes it, header names alone, and never a key, wherever it stands; a key need not be there.
mini
cat > goldpin.json << 'END'
{"targets": {
  "gate": {"provider": "anthropic", "model": "m", "base_url": "http://127.0.0.1:1/sk-secret-key/v1", "api_key_env": "GATE_KEY", "system": "user",
    "sampling": {"temperature": 0.5, "min_p": 0.1}, "headers": {"X-Team": "secret-team-name"}, "timeout": {"total_s": 9}},
  "both": {"provider": "fallback", "members": ["gate", "gate2"]},
  "gate2": {"provider": "openai", "model": "n"}
}}
END
echo 'GATE_KEY=sk-secret-key' > keys
goldpin show mini sum -t gate --env-file keys | sed -n '/^targets/,$p'
goldpin show mini sum -t gate --env-file keys --json | grep -c 'secret' || true
goldpin show mini sum -t gate | grep headers
goldpin show mini sum | sed -n '/^targets/,$p' | grep 'target:\|not_shown'
goldpin show mini sum -t both || echo "exit $?"
sed -i 's/"id": "sum"/"id": "sum", "metadata": {"sensitivity": "regulated"}/' mini/suite.json
goldpin show mini sum -t gate | grep not_asked
--- stdout
$ mini
$ cat > goldpin.json << 'END' ...
$ echo 'GATE_KEY=sk-secret-key' > keys
$ goldpin show mini sum -t gate --env-file keys | sed -n '/^targets/,$p'
targets:
  - target: gate
    provider: anthropic
    model: m
    sampling:
      temperature: 0.5  (the target)
      min_p: 0.1  (the target)
    limits:
      connect_s: 10  (goldpin's default)
      first_token_s: 120  (goldpin's default)
      stall_s: 60  (goldpin's default)
      total_s: 9  (the target)
    not_sent: min_p
    url: http://127.0.0.1:PORT/[redacted]/v1/messages
    headers: Content-Type, Accept, anthropic-version, x-api-key, X-Team
    body:
      {
        "model": "m",
        "messages": [
          {
            "role": "user",
            "content": "What is 2 + 3?"
          }
        ],
        "max_tokens": 4096,
        "temperature": 0.5,
        "stream": true
      }
$ goldpin show mini sum -t gate --env-file keys --json | grep -c 'secret' || true
0
$ goldpin show mini sum -t gate | grep headers
    headers: Content-Type, Accept, anthropic-version, x-api-key, X-Team
$ goldpin show mini sum | sed -n '/^targets/,$p' | grep 'target:\|not_shown'
  - target: gate
  - target: both
    not_shown: target both is made of other targets; name one that is asked itself
  - target: gate2
$ goldpin show mini sum -t both || echo "exit $?"
exit 2
$ sed -i 's/"id": "sum"/"id": "sum", "metadata": {"sensitivity": "regulated"}/' mini/suite.json
$ goldpin show mini sum -t gate | grep not_asked
    not_asked: the case is regulated, and the target is remote
--- stderr
$ goldpin show mini sum -t both || echo "exit $?"
goldpin: target both is made of other targets; name one that is asked itself
--- exit 0
