# A recording keeps no header, but what a target was asked is the same when it is played: digests and fingerprint are.
mini
server
targets '"headers": {"OpenAI-Beta": "beta-0123456789", "X-Api-Key": "key-0123456789"}, "extra": {"think": true}, "stream": false'
goldpin run mini -q --record tape -o live > /dev/null
rm goldpin.json
goldpin run mini -q --replay tape -o played > /dev/null
goldpin diff live played
same_reports live played && echo 'the same reports'
grep -l -r 0123456789 live tape || true
--- stdout
$ mini
$ server
$ targets '"headers": {"OpenAI-Beta": "beta-0123456789", "X-Api-Key": "key-0123456789"}, "extra": {"think": true}, "stream": false'
$ goldpin run mini -q --record tape -o live > /dev/null
$ rm goldpin.json
$ goldpin run mini -q --replay tape -o played > /dev/null
$ goldpin diff live played
1 the same

$ same_reports live played && echo 'the same reports'
the same reports
$ grep -l -r 0123456789 live tape || true
--- stderr
--- exit 0
