# Trials of a remote target: against the recording that was made of them, and asked again.
# not for the oracle: edited
cases=
for i in 1 2 3 4 5 6 7 8 9; do cases="$cases${cases:+, }$(one_case "s$i" "$i + 4" $((i + 4)))"; done
mini "$cases"
server
echo "{\"targets\": {\"lab\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\"}}}" > goldpin.json
goldpin run mini -q --record rec -o run > said
goldpin verify run --remote recording=rec | grep -e '^remote' -e '^The'
cp -r run edited && sed -i '/"mini\/s3\//s/"answer":"7"/"answer":"8"/' edited/transcripts.jsonl && resum edited
goldpin verify edited --remote recording=rec > said || echo "exit $?"
grep -A 1 '^remote' said
goldpin verify run --remote recording=mini || echo "exit $?"
# Another run's recording does not hold these requests.
mini "$(one_case other '1 + 1' 2)" && goldpin run mini -q --record other -o two > said
goldpin verify run --remote recording=other > said || echo "exit $?"
grep -A 1 '^remote' said | sed 's/; the nearest.*//'
goldpin verify run --remote ask | grep -e '^remote' -e '^The'
# A server there with other answers; and none.
exec 9>&- && wait
echo '{"*What is": "99"}' > answers.json
server --port "$(cat .ports)" --answers answers.json
goldpin verify run --remote ask --json verify.json > said || echo "exit $?"
grep -A 1 '^remote' said
field verify.json '/remote/*' target cases passed_then passed_now finding
exec 9>&- && wait
goldpin verify run --remote ask > said || echo "exit $?"
grep '^remote' said
goldpin verify run --remote maybe || echo "exit $?"
--- stdout
$ cases=
$ for i in 1 2 3 4 5 6 7 8 9; do cases="$cases${cases:+, }$(one_case "s$i" "$i + 4" $((i + 4)))"; done
$ mini "$cases"
$ server
$ echo "{\"targets\": {\"lab\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"$URL\"}}}" > goldpin.json
$ goldpin run mini -q --record rec -o run > said
$ goldpin verify run --remote recording=rec | grep -e '^remote' -e '^The'
remote     holds     9 of 9 trials are what the recording gives
The bundle is what it says.
$ cp -r run edited && sed -i '/"mini\/s3\//s/"answer":"7"/"answer":"8"/' edited/transcripts.jsonl && resum edited
$ goldpin verify edited --remote recording=rec > said || echo "exit $?"
exit 1
$ grep -A 1 '^remote' said
remote     differs   8 of 9 trials are what the recording gives
  transcripts.jsonl:3: mini/s3/lab/1: reply 1 is not what the recording gives
$ goldpin verify run --remote recording=mini || echo "exit $?"
exit 2
$ mini "$(one_case other '1 + 1' 2)" && goldpin run mini -q --record other -o two > said
$ goldpin verify run --remote recording=other > said || echo "exit $?"
exit 1
$ grep -A 1 '^remote' said | sed 's/; the nearest.*//'
remote     differs   the recording is not of this run
  transcripts.jsonl: request of trial mini/s1/lab/1: the recording other does not hold it
$ goldpin verify run --remote ask | grep -e '^remote' -e '^The'
remote     holds     lab: 9 of 9 cases passed then, 9 now, 9 with the same answers: equal
The bundle is what it says.
$ exec 9>&- && wait
$ echo '{"*What is": "99"}' > answers.json
$ server --port "$(cat .ports)" --answers answers.json
$ goldpin verify run --remote ask --json verify.json > said || echo "exit $?"
exit 1
$ grep -A 1 '^remote' said
remote     differs   lab: 9 of 9 cases passed then, 0 now, 0 with the same answers: worse
  results.json: lab is worse than it was (p = 0.00391)
$ field verify.json '/remote/*' target cases passed_then passed_now finding
lab 9 9 0 worse
$ exec 9>&- && wait
$ goldpin verify run --remote ask > said || echo "exit $?"
exit 3
$ grep '^remote' said
remote     not made  asked again, no case got an answer that could be judged both times
$ goldpin verify run --remote maybe || echo "exit $?"
exit 2
--- stderr
$ goldpin verify run --remote recording=mini || echo "exit $?"
goldpin: mini is no recording: it has no exchanges.jsonl
$ goldpin verify run --remote maybe || echo "exit $?"
goldpin: --remote is recording=DIR or ask, not maybe
--- exit 0
