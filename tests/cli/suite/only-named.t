# Targets that are only_named are asked by name alone; where no other is left, the bundled model answers.
mini
echo '{"targets": {"a": {"provider": "openai", "model": "m", "only_named": true}}}' > goldpin.json
goldpin run mini --dry-run
goldpin run mini --dry-run -t a
echo '{"targets": {"a": {"provider": "openai", "model": "m", "only_named": true}, "b": {"provider": "openai", "model": "n"}}}' > goldpin.json
goldpin run mini --dry-run
--- stdout
$ mini
$ echo '{"targets": {"a": {"provider": "openai", "model": "m", "only_named": true}}}' > goldpin.json
$ goldpin run mini --dry-run
ask   mini/sum/pocket/1
dry run: 1 trial (1 case, 1 target); nothing was asked or written
$ goldpin run mini --dry-run -t a
ask   mini/sum/a/1
dry run: 1 trial (1 case, 1 target); nothing was asked or written
$ echo '{"targets": {"a": {"provider": "openai", "model": "m", "only_named": true}, "b": {"provider": "openai", "model": "n"}}}' > goldpin.json
$ goldpin run mini --dry-run
ask   mini/sum/b/1
dry run: 1 trial (1 case, 1 target); nothing was asked or written
--- stderr
--- exit 0
