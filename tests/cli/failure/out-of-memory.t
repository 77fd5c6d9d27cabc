# Memory that is gone ends the process with one line and exit code 3. (A JSON value takes more than its text.)
(ulimit -v 500000 && goldpin --version) > tried 2>&1 || skip 'this build does not run in 500 MB of address space'
(printf '{"a": ['; head -c 6000000 /dev/zero | sed 's/\x00/0,/g'; printf '0]}') > vars.json
echo x > t.jinja
ulimit -v 500000
goldpin model template --template t.jinja --vars vars.json
--- stdout
$ (ulimit -v 500000 && goldpin --version) > tried 2>&1 || skip 'this build does not run in 500 MB of address space'
$ (printf '{"a": ['; head -c 6000000 /dev/zero | sed 's/\x00/0,/g'; printf '0]}') > vars.json
$ echo x > t.jinja
$ ulimit -v 500000
$ goldpin model template --template t.jinja --vars vars.json
--- stderr
$ goldpin model template --template t.jinja --vars vars.json
goldpin: out of memory ({*} bytes were asked for); what a run has finished is saved, --resume goes on from there
--- exit 3
