# As in a retry policy: the nearest kind, and all of them.
mini
printf '{"targets": {"a": {"provider": "openai", "model": "m"}, "b": {"provider": "openai", "model": "n"}, "t": {"provider": "fallback", "members": ["a", "b"], "on": ["tmeout"]}}}' > goldpin.json
goldpin run mini -t t
--- stdout
$ mini
$ printf '{"targets": {"a": {"provider": "openai", "model": "m"}, "b": {"provider": "openai", "model": "n"}, "t": {"provider": "fallback", "members": ["a", "b"], "on": ["tmeout"]}}}' > goldpin.json
$ goldpin run mini -t t
--- stderr
$ goldpin run mini -t t
goldpin: goldpin.json:1:160: a failure kind is "tmeout", but must be one of refused_connection, dns, tls, auth, rate_limited, server_error, bad_response, cut_off, stalled, timeout, empty, content_filter, context_overflow, loop, rejected, interrupted; did you mean "timeout"?
--- exit 2
