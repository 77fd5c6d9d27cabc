# What generators of suites write, they write again, byte for byte, and what the cases claim of it holds.
for suite in field workbench; do
    python3 "$ROOT/suites/$suite/generate.py"
    python3 "$ROOT/suites/$suite/generate.py" "$suite"
    for file in "$suite"/*; do cmp "$file" "$ROOT/suites/$file" && echo "$file"; done
done
--- stdout
$ for suite in field workbench; do ...
field: the logbook, its three facts, the programs and the tank are as the cases say
field/logbook.txt
workbench: the document and the pictures are what is generated, and every answer stands where the suite says
workbench/pages.txt
workbench/room.png
workbench/table.png
--- stderr
--- exit 0
