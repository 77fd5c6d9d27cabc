mini
printf '{"targets": {"a": {"provider": "openai", "model": "m",\n "retry": {"on": ["rate_limited", "server_eror"], "max": 2}}}}\n' > goldpin.json
goldpin run mini
--- stdout
$ mini
$ printf '{"targets": {"a": {"provider": "openai", "model": "m",\n "retry": {"on": ["rate_limited", "server_eror"], "max": 2}}}}\n' > goldpin.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: goldpin.json:2:35: a failure kind is "server_eror", but must be one of refused_connection, dns, tls, rate_limited, server_error, bad_response, cut_off, stalled, timeout, empty, content_filter, loop, rejected, interrupted; did you mean "server_error"?
--- exit 2
