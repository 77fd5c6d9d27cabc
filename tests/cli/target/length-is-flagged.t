# An answer cut by the token limit is graded and flagged, in the verdict too.
mini "$(one_case a '#length 100 + 11' 1)"
server
goldpin run mini -t "openai:m@$URL" -o out
grep -i length out/report.md
--- stdout
--- stderr
--- exit 0
