# A contradiction is told of rows alone, and of what is said for certain; questions, liars, circles, "left with five apples"
# are no clues.
puzzle() { printf '{"model": "m", "tests": [{"name": "p", "score": 1, "prompt": "%s", "expected": "%s"}]}' "$1" "$2" > p.json; goldpin audit p.json | sed -n 's/^- \([^,]*, [^,]*\),.*/\1/p'; }
puzzle "Ann, Bob and Cat stand in a row. Ann is to the left of Bob. Cat is last." "1. Bob 2. Ann 3. Cat"
puzzle "Ann, Bob and Cat stand in a row. Ann is to the left of Bob. Cat is to the left of Ann. Bob is first." "Ann, Bob, Cat"
puzzle "Ann, Bob and Cat stand in a row. Bob is first. Ann is in position 2. Is Cat to the left of Bob?" "1. Bob 2. Ann 3. Cat"
puzzle "Ann, Bob and Cat stand in a row. One statement is false. Ann is first. Bob is left of Ann. Bob is left of Cat." "1. Bob 2. Ann 3. Cat"
puzzle "Ann, Bob and Cat stand in a row. From right to left, Ann is first. Bob is left of Ann. Cat is left of Bob." "1. Ann 2. Bob 3. Cat"
puzzle "Ann, Bob and Cat sit around a table. Ann is left of Bob. Bob is left of Cat. Cat is left of Ann." "Ann, Bob, Cat"
puzzle "Ann, Bob and Cat stand in line. Ann is right more often than Bob. Cat is right more often than Ann." "Cat, Ann, Bob"
puzzle "Ann, Bob and Cat ran. Ann is first to start. Bob is second to start." "1. Cat 2. Bob 3. Ann"
--- stdout
$ puzzle() { printf '{"model": "m", "tests": [{"name": "p", "score": 1, "prompt": "%s", "expected": "%s"}]}' "$1" "$2" > p.json; goldpin audit p.json | sed -n 's/^- \([^,]*, [^,]*\),.*/\1/p'; }
$ puzzle "Ann, Bob and Cat stand in a row. Ann is to the left of Bob. Cat is last." "1. Bob 2. Ann 3. Cat"
**fault**, expected-answer-contradicts-itself
$ puzzle "Ann, Bob and Cat stand in a row. Ann is to the left of Bob. Cat is to the left of Ann. Bob is first." "Ann, Bob, Cat"
**fault**, puzzle-without-a-solution
$ puzzle "Ann, Bob and Cat stand in a row. Bob is first. Ann is in position 2. Is Cat to the left of Bob?" "1. Bob 2. Ann 3. Cat"
$ puzzle "Ann, Bob and Cat stand in a row. One statement is false. Ann is first. Bob is left of Ann. Bob is left of Cat." "1. Bob 2. Ann 3. Cat"
$ puzzle "Ann, Bob and Cat stand in a row. From right to left, Ann is first. Bob is left of Ann. Cat is left of Bob." "1. Ann 2. Bob 3. Cat"
$ puzzle "Ann, Bob and Cat sit around a table. Ann is left of Bob. Bob is left of Cat. Cat is left of Ann." "Ann, Bob, Cat"
$ puzzle "Ann, Bob and Cat stand in line. Ann is right more often than Bob. Cat is right more often than Ann." "Cat, Ann, Bob"
$ puzzle "Ann, Bob and Cat ran. Ann is first to start. Bob is second to start." "1. Cat 2. Bob 3. Ann"
--- stderr
--- exit 0
