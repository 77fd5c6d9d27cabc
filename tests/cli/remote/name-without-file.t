# A name is looked for in the targets file; where there is none, or not this one, the message is about names.
mini
goldpin run mini -t house || echo "exit $?"
printf '{"targets": {"hause": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"}}}' > goldpin.json
goldpin run mini -t house || echo "exit $?"
--- stdout
$ mini
$ goldpin run mini -t house || echo "exit $?"
exit 2
$ printf '{"targets": {"hause": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"}}}' > goldpin.json
$ goldpin run mini -t house || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -t house || echo "exit $?"
goldpin: no target is named "house", because there is no targets file (./goldpin.json or ./goldpin.yaml, or -c FILE); without one write PROVIDER:MODEL[@BASE_URL]
$ goldpin run mini -t house || echo "exit $?"
goldpin: the targets file has no target "house" (it has hause); a target that is not in it is written PROVIDER:MODEL[@BASE_URL]
--- exit 0
