# A vote is read strictly: what stands in a fence or among other words is no vote, and is not repaired. The trial is an error.
judged '' 'a?' 'b?' 'c?'
cat > answers.json << 'END'
{
  "*\nIt is Paris.\n</answer": "{\"reason\": \"It says Paris.\", \"pass\": true}",
  "*\nIt is Lyon.\n</answer": "{\"reason\": \"no\", \"pass\": false}",
  "*\nIt is Paris, a.\n</answer": "```json\n{\"reason\": \"It says Paris.\", \"pass\": true}\n```",
  "*\nIt is Paris, b.\n</answer": "Sure! {\"reason\": \"It says Paris.\", \"pass\": true}",
  "*\nIt is Paris, c.\n</answer": "{\"reason\": \"It says Paris.\", \"pass\": tr",
  "a?": "It is Paris, a.", "b?": "It is Paris, b.", "c?": "It is Paris, c."
}
END
restart
goldpin run mini -t me -q -o out || echo "exit $?"
field out/results.json '/trials/*' case status error
--- stdout
$ judged '' 'a?' 'b?' 'c?'
$ cat > answers.json << 'END' ...
$ restart
$ goldpin run mini -t me -q -o out || echo "exit $?"
No verdict: no trial was graded (3 broke, 0 skipped); 3 of 3 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        0.000416 USD
exit 3
$ field out/results.json '/trials/*' case status error
a error criterion "judge-2" cannot be decided: vote 1 of the judge "judge" is not in its form: it stands in a code fence: "```json\n{"reason": "It says Paris.", "pass": true}\n```"
b error criterion "judge-2" cannot be decided: vote 1 of the judge "judge" is not in its form: not JSON: vote:1:1: expected a value, found 'Sure!' (a JSON value inside prose, from byte 6 to 48): "Sure! {"reason": "It says Paris.", "pass": true}"
c error criterion "judge-2" cannot be decided: vote 1 of the judge "judge" is not in its form: not JSON: vote:1:38: expected a value, found 'tr': "{"reason": "It says Paris.", "pass": tr"
--- stderr
--- exit 0
