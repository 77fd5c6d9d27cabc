# What a template sees as today is what is stated, never the clock.
echo "{{ strftime_now('%Y-%m-%d %H:%M') }}" > t.jinja
echo '{}' > v.json
env -u SOURCE_DATE_EPOCH goldpin model template --template t.jinja --vars v.json
env -u SOURCE_DATE_EPOCH goldpin model template --template t.jinja --vars v.json --date 2025-02-28
SOURCE_DATE_EPOCH=1767323045 goldpin model template --template t.jinja --vars v.json
goldpin model template --template t.jinja --vars v.json --date 2025-02-29 || echo "exit $?"
--- stdout
$ echo "{{ strftime_now('%Y-%m-%d %H:%M') }}" > t.jinja
$ echo '{}' > v.json
$ env -u SOURCE_DATE_EPOCH goldpin model template --template t.jinja --vars v.json
2024-07-26 00:00
$ env -u SOURCE_DATE_EPOCH goldpin model template --template t.jinja --vars v.json --date 2025-02-28
2025-02-28 00:00
$ SOURCE_DATE_EPOCH=1767323045 goldpin model template --template t.jinja --vars v.json
2026-01-02 03:04
$ goldpin model template --template t.jinja --vars v.json --date 2025-02-29 || echo "exit $?"
exit 2
--- stderr
$ goldpin model template --template t.jinja --vars v.json --date 2025-02-29 || echo "exit $?"
goldpin: --date must be a day as YYYY-MM-DD, from 1970 on
--- exit 0
