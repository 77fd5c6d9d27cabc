# A puzzle is solved by trying: its expected answer must be the one solution, or a right model would be marked wrong.
line() {
    mini "{\"id\": \"line\", \"messages\": [{\"role\": \"user\", \"content\": \"Four stand in line.\"}],
  \"grade\": [{\"type\": \"number\", \"expect\": $1}],
  \"puzzle\": {\"variables\": {\"ann\": [1, 2, 3, 4], \"bob\": [1, 2, 3, 4], \"cid\": [1, 2, 3, 4], \"dave\": [1, 2, 3, 4]},
    \"distinct\": [[\"ann\", \"bob\", \"cid\", \"dave\"]],
    \"constraints\": [$2], \"answer\": \"{{ dave }}\"},
  \"examples\": {\"pass\": [\"$1\"], \"fail\": [\"9\"]}}"
}
line 4 '"dave < bob", "dave < cid", "ann == 1", "bob < cid"' > /dev/null
goldpin lint mini | grep error
line 2 '"dave < bob", "dave < cid", "ann == 1", "bob < cid"' > /dev/null
goldpin lint mini | grep error
line 2 '"dave < bob", "dave < cid", "ann == 1", "bob < cid", "dave == 4"' > /dev/null
goldpin lint mini | grep error
line 2 '"dave < bob", "dave < cid"' > /dev/null
goldpin lint mini | grep error
line 2 '"davd < bob"' > /dev/null
goldpin lint mini | grep error
--- stdout
$ line() { ...
$ line 4 '"dave < bob", "dave < cid", "ann == 1", "bob < cid"' > /dev/null
$ goldpin lint mini | grep error
mini/suite.json:10:85: error: line: the puzzle's only solution gives "2", and the graders do not take it
mini 1: 1 case, 1 error, 1 warning
$ line 2 '"dave < bob", "dave < cid", "ann == 1", "bob < cid"' > /dev/null
$ goldpin lint mini | grep error
mini 1: 1 case, 0 errors, 1 warning
$ line 2 '"dave < bob", "dave < cid", "ann == 1", "bob < cid", "dave == 4"' > /dev/null
$ goldpin lint mini | grep error
mini/suite.json:10:20: error: line: the puzzle has no solution
mini 1: 1 case, 1 error, 1 warning
$ line 2 '"dave < bob", "dave < cid"' > /dev/null
$ goldpin lint mini | grep error
mini/suite.json:10:20: error: line: the puzzle has more than one solution: "cid" may be 3 or 4
mini 1: 1 case, 1 error, 1 warning
$ line 2 '"davd < bob"' > /dev/null
$ goldpin lint mini | grep error
mini/suite.json:10:21: error: line: the constraint names "davd", which is no variable of the puzzle
mini 1: 1 case, 1 error, 1 warning
--- stderr
--- exit 0
