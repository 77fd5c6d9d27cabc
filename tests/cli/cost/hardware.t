# One's own machine costs the time that trials took; against what costs by use there is a break-even; a replay costs the same.
pocket
server
H='"hardware": {"usd": 2200, "life_years": 4, "hours_per_day": 8, "watts": 350, "usd_per_kwh": 0.3, "as_of": "2026-11-01", "source": "invoice and meter"}'
cat > goldpin.json << END
{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", $H},
             "cloud": {"provider": "openai", "model": "m", "base_url": "$URL", "price": {"input_per_mtok": 3, "output_per_mtok": 15}}}}
END
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini -q --slots 1 -t house -t cloud -o out --html out.html > said || echo "exit $?"
field out/results.json '/targets/*/measured' cost_basis
field out/manifest.json '/targets/*/hardware' usd watts as_of
field out/results.json '/trials/*/measured' duration_s cost_usd cost_basis | awk '$3 == "hardware" { n++; hour = 2200 / (4 * 365.25 * 8) + 0.35 * 0.3; if ($2 / ($1 / 3600 * hour) - 1 < 1e-9 && 1 - $2 / ($1 / 3600 * hour) < 1e-9) good++ } END { print n, good }'
sed -n '/^## Break-even/,/^## [^B]/p' out/report.md | sed -n 's/ | [0-9.]* | [^|]* | \([^|]*\) | [0-9]* (it can answer [0-9]*) | / | MONTH | POWER | \1 | VOLUME | /p'
grep -o 'Cost of the hardware.*hour 0.2932' out/report.md
grep -c 'id="break-even"' out.html
goldpin run mini -q -t replay:out -o again > said || echo "exit $?"
field out/results.json '/trials/*/measured' cost_usd > cost && field again/results.json '/trials/*/measured' cost_usd | cmp - cost
goldpin verify out | tail -n 1
targets "\"price\": {\"input_per_mtok\": 1, \"output_per_mtok\": 2}, $H"
goldpin run mini -q -o both || echo "exit $?"
targets "$(echo "$H" | sed 's/2026-11-01/soon/')"
goldpin run mini -q -o both || echo "exit $?"
targets "$(echo "$H" | sed 's/"watts": 350, //')"
goldpin run mini -q -o both || echo "exit $?"
--- stdout
$ pocket
$ server
$ H='"hardware": {"usd": 2200, "life_years": 4, "hours_per_day": 8, "watts": 350, "usd_per_kwh": 0.3, "as_of": "2026-11-01", "source": "invoice and meter"}'
$ cat > goldpin.json << END ...
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ goldpin run mini -q --slots 1 -t house -t cloud -o out --html out.html > said || echo "exit $?"
$ field out/results.json '/targets/*/measured' cost_basis
hardware
usage
$ field out/manifest.json '/targets/*/hardware' usd watts as_of
2200 350 2026-11-01
$ field out/results.json '/trials/*/measured' duration_s cost_usd cost_basis | awk '$3 == "hardware" { n++; hour = 2200 / (4 * 365.25 * 8) + 0.35 * 0.3; if ($2 / ($1 / 3600 * hour) - 1 < 1e-9 && 1 - $2 / ($1 / 3600 * hour) < 1e-9) good++ } END { print n, good }'
2 2
$ sed -n '/^## Break-even/,/^## [^B]/p' out/report.md | sed -n 's/ | [0-9.]* | [^|]* | \([^|]*\) | [0-9]* (it can answer [0-9]*) | / | MONTH | POWER | \1 | VOLUME | /p'
| `house` | `cloud` | MONTH | POWER | 0.000030 | VOLUME | 100% and 100% |
$ grep -o 'Cost of the hardware.*hour 0.2932' out/report.md
Cost of the hardware (USD): the machine 2200, over years 4, working hours a day 8, watts while it answers 350, USD per kWh 0.3, as of 2026-11-01, by invoice and meter, which makes an hour 0.2932
$ grep -c 'id="break-even"' out.html
1
$ goldpin run mini -q -t replay:out -o again > said || echo "exit $?"
$ field out/results.json '/trials/*/measured' cost_usd > cost && field again/results.json '/trials/*/measured' cost_usd | cmp - cost
$ goldpin verify out | tail -n 1
The bundle is what it says.
$ targets "\"price\": {\"input_per_mtok\": 1, \"output_per_mtok\": 2}, $H"
$ goldpin run mini -q -o both || echo "exit $?"
exit 2
$ targets "$(echo "$H" | sed 's/2026-11-01/soon/')"
$ goldpin run mini -q -o both || echo "exit $?"
exit 2
$ targets "$(echo "$H" | sed 's/"watts": 350, //')"
$ goldpin run mini -q -o both || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q -o both || echo "exit $?"
goldpin: goldpin.json:1:163: a target costs by its price or by the hours of its hardware, not both
$ goldpin run mini -q -o both || echo "exit $?"
goldpin: goldpin.json:1:203: as_of must be a day as YYYY-MM-DD, from 1970 on, not "soon"
$ goldpin run mini -q -o both || echo "exit $?"
goldpin: goldpin.json:1:109: hardware lacks "watts"
--- exit 0
