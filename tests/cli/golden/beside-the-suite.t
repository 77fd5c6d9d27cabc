# Goldens are found from the suite's folder too, up to its repository; a run says where, and bless writes there.
mkdir -p repo/.git repo/evals && mini && mv mini repo/evals/
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' repo/evals/mini/suite.json
server
goldpin run repo/evals/mini -q -t "openai:m@$URL" -o one
goldpin diff one || echo "diff $?"
goldpin bless one
goldpin run repo/evals/mini -q -t "openai:m@$URL" -o two
goldpin diff two
mkdir away && (cd away && goldpin run ../repo/evals/mini -q -t "openai:m@$URL" -o one)
mv repo/golden repo/evals/golden
goldpin run repo/evals/mini -q -t "openai:m@$URL" -o three | grep goldens
goldpin run repo/evals/mini -q -t "openai:m@$URL" -o four --golden elsewhere
mkdir golden
goldpin run repo/evals/mini -q -t "openai:m@$URL" -o five | grep -E 'goldens|next'
goldpin bless five --dry-run
--- stdout
$ mkdir -p repo/.git repo/evals && mini && mv mini repo/evals/
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' repo/evals/mini/suite.json
$ server
$ goldpin run repo/evals/mini -q -t "openai:m@$URL" -o one
Gate passed: 1 of 1 trial passed; goldens: 1 missing (not accepted yet; fails only in CI); no trial broke.
fingerprint sha256:HEX
bundle      one
reports     one/report.md one/report.html one/junit.xml one/results.json
goldens     none: looked in golden, and from the suite's folder up to repo
next        1 golden is missing; goldpin bless one --golden repo/golden accepts this run's answers
$ goldpin diff one || echo "diff $?"
diff 2
$ goldpin bless one
new       passed  mini/openai-m/sum.json
1 golden in repo/golden; review and commit them
$ goldpin run repo/evals/mini -q -t "openai:m@$URL" -o two
Gate passed: 1 of 1 trial passed; goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
goldens     repo/golden
$ goldpin diff two
1 the same, 0 differ from the accepted golden, 0 not accepted yet
$ mkdir away && (cd away && goldpin run ../repo/evals/mini -q -t "openai:m@$URL" -o one)
Gate passed: 1 of 1 trial passed; goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      one
reports     one/report.md one/report.html one/junit.xml one/results.json
goldens     WORK/repo/golden
$ mv repo/golden repo/evals/golden
$ goldpin run repo/evals/mini -q -t "openai:m@$URL" -o three | grep goldens
Gate passed: 1 of 1 trial passed; goldens: 1 matches; no trial broke.
goldens     repo/evals/golden
$ goldpin run repo/evals/mini -q -t "openai:m@$URL" -o four --golden elsewhere
Gate passed: 1 of 1 trial passed; goldens: 1 missing (not accepted yet; fails only in CI); no trial broke.
fingerprint sha256:HEX
bundle      four
reports     four/report.md four/report.html four/junit.xml four/results.json
next        1 golden is missing; goldpin bless four --golden elsewhere accepts this run's answers
$ mkdir golden
$ goldpin run repo/evals/mini -q -t "openai:m@$URL" -o five | grep -E 'goldens|next'
Gate passed: 1 of 1 trial passed; goldens: 1 missing (not accepted yet; fails only in CI); no trial broke.
next        1 golden is missing; goldpin bless five accepts this run's answers
$ goldpin bless five --dry-run
new       passed  mini/openai-m/sum.json
1 golden in golden; nothing was written
--- stderr
$ goldpin diff one || echo "diff $?"
goldpin: no goldens to compare with: looked in golden, and from the suite's folder up to repo
$ goldpin diff two
goldpin: compared with the goldens in repo/golden
--- exit 0
