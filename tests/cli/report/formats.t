# Formats that are made when asked for: CSV by RFC 4180 in which no cell is a formula, and Every Eval Ever records.
server
mini "$(one_case '=SUM(A1)' '1 + 1' 2), $(one_case wrong '1 + 2' 4)"
goldpin run mini -q -t "openai:m@$URL" -o out --csv run.csv --eee run.jsonl > out.txt || echo "exit $?"
goldpin report out --csv again.csv --eee again.jsonl
cmp run.csv again.csv && cmp run.jsonl again.jsonl
[ "$(grep -c "$(printf '\r')\$" run.csv)" -eq 3 ] && echo 'every line ends in CR LF'
cut -d, -f1-10,12 run.csv | tr -d '\r'
field run.jsonl '/*' schema_version evaluation_id
field run.jsonl '/*/model_info' id name
field run.jsonl '/*/evaluation_results/*' evaluation_result_id
field run.jsonl '/*/evaluation_results/*/score_details' score
field run.jsonl '/*/evaluation_results/*/source_data' dataset_name source_type
goldpin report out out --csv no.csv || echo "exit $?"
goldpin run mini -q -t "openai:m@$URL" --repeat 3 -o again --eee repeats.jsonl > out.txt || echo "exit $?"
field repeats.jsonl '/*/evaluation_results/*/score_details/uncertainty/confidence_interval' lower upper
field again/results.json '/targets/*/statistics' pass_rate_ci95 score_mean_ci95
--- stdout
$ server
$ mini "$(one_case '=SUM(A1)' '1 + 1' 2), $(one_case wrong '1 + 2' 4)"
$ goldpin run mini -q -t "openai:m@$URL" -o out --csv run.csv --eee run.jsonl > out.txt || echo "exit $?"
exit 1
$ goldpin report out --csv again.csv --eee again.jsonl
$ cmp run.csv again.csv && cmp run.jsonl again.jsonl
$ [ "$(grep -c "$(printf '\r')\$" run.csv)" -eq 3 ] && echo 'every line ends in CR LF'
every line ends in CR LF
$ cut -d, -f1-10,12 run.csv | tr -d '\r'
trial,suite,case,name,category,cluster,target,repeat,seed,status,score (0 to 1)
"mini/=SUM(A1)/openai-m/1","mini","'=SUM(A1)","'=SUM(A1)",,,"openai-m",1,1872058868,passed,1
"mini/wrong/openai-m/1","mini","wrong","wrong",,,"openai-m",1,1448089224,failed,0
$ field run.jsonl '/*' schema_version evaluation_id
0.3.0 mini/openai/m/1795167300
$ field run.jsonl '/*/model_info' id name
openai/m m
$ field run.jsonl '/*/evaluation_results/*' evaluation_result_id
mini/pass_rate
mini/mean_score
$ field run.jsonl '/*/evaluation_results/*/score_details' score
0.5
0.5
$ field run.jsonl '/*/evaluation_results/*/source_data' dataset_name source_type
mini other
mini other
$ goldpin report out out --csv no.csv || echo "exit $?"
exit 2
$ goldpin run mini -q -t "openai:m@$URL" --repeat 3 -o again --eee repeats.jsonl > out.txt || echo "exit $?"
exit 1
$ field repeats.jsonl '/*/evaluation_results/*/score_details/uncertainty/confidence_interval' lower upper
0.054616291827912555 0.9453837081720875
0.054616291827912555 0.9453837081720875
$ field again/results.json '/targets/*/statistics' pass_rate_ci95 score_mean_ci95
[
          0.054616291827912555,
          0.9453837081720875
        ] [
          0.054616291827912555,
          0.9453837081720875
        ]
--- stderr
$ goldpin report out out --csv no.csv || echo "exit $?"
goldpin: --csv takes a single run
--- exit 0
