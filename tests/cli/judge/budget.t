# What a judge costs counts against the budget. What would pass it is not asked, and then there is no verdict.
judged '' 'Capital of France?' 'Capital of France, again?'
sed -i 's/"model": "m"/"model": "m", "sampling": {"max_tokens": 10}, "price": {"input_per_mtok": 0, "output_per_mtok": 0}/' goldpin.json
goldpin run mini -t me -q --jobs 1 --max-cost 0.00455 -o out || echo "exit $?"
field out/results.json '/trials/*' case status error
field out/evidence.jsonl '/*' trial end reason | sort | uniq -c
sed -i 's/, "price": {"input_per_mtok": 1, "output_per_mtok": 2}//' goldpin.json
goldpin run mini -t me -q --max-cost 1 -o two || echo "exit $?"
--- stdout
$ judged '' 'Capital of France?' 'Capital of France, again?'
$ sed -i 's/"model": "m"/"model": "m", "sampling": {"max_tokens": 10}, "price": {"input_per_mtok": 0, "output_per_mtok": 0}/' goldpin.json
$ goldpin run mini -t me -q --jobs 1 --max-cost 0.00455 -o out || echo "exit $?"
No verdict: 1 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000149 USD; of the budget of 0.00455 USD, 0.000149 are used
exit 3
$ field out/results.json '/trials/*' case status error
a passed null
b error criterion "judge-2" cannot be decided: its calibration: budget: not sent: it may cost 0.004453 USD, and of the budget of 0.00455 USD, 0.000100 are used
$ field out/evidence.jsonl '/*' trial end reason | sort | uniq -c
      2 calibration answered null
      1 calibration broken budget: not sent: it may cost 0.004451 USD, and of the budget of 0.00455 USD, 0.000100 are used
      1 calibration broken budget: not sent: it may cost 0.004453 USD, and of the budget of 0.00455 USD, 0.000100 are used
      1 mini/a/me/1 answered null
$ sed -i 's/, "price": {"input_per_mtok": 1, "output_per_mtok": 2}//' goldpin.json
$ goldpin run mini -t me -q --max-cost 1 -o two || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -t me -q --max-cost 1 -o two || echo "exit $?"
goldpin: --max-cost: no price is known for target judge (openai:j); give it "price" in the targets file, 0 where nothing is charged
--- exit 0
