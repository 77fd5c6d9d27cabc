# Few open files make fewer trials run at a time, as a smaller -j would: no server is blamed. The report says so.
list=$(one_case c0 '0 + 1' 1)
for k in $(seq 1 99); do list="$list, $(one_case "c$k" "$k + 1" $((k + 1)))"; done
mini "$list"
server
(ulimit -n 64 && goldpin run mini -j 1500 -t "openai:m@$URL" -o few) > said
head -n 1 said
field few/manifest.json /run jobs jobs_wanted
grep -o 'trials in flight.*for 1500' few/report.md
# The soft limit is raised as far as the hard one allows.
(ulimit -Sn 64 && goldpin run mini -q -j 50 -t "openai:m@$URL" -o soft) > said
field soft/manifest.json /run jobs
# Where not one connection can be opened, that is no mistake of the user.
(ulimit -n 9 && exec goldpin run mini -q -t "openai:m@$URL" -o none) || echo "exit $?"
[ ! -e none ]
--- stdout
$ list=$(one_case c0 '0 + 1' 1)
$ for k in $(seq 1 99); do list="$list, $(one_case "c$k" "$k + 1" $((k + 1)))"; done
$ mini "$list"
$ server
$ (ulimit -n 64 && goldpin run mini -j 1500 -t "openai:m@$URL" -o few) > said
$ head -n 1 said
Gate passed: 100 of 100 trials passed; goldens: no case has one; no trial broke.
$ field few/manifest.json /run jobs jobs_wanted
{*} 1500
$ grep -o 'trials in flight.*for 1500' few/report.md
trials in flight {*}, too few open files (ulimit -n) for 1500
$ (ulimit -Sn 64 && goldpin run mini -q -j 50 -t "openai:m@$URL" -o soft) > said
$ field soft/manifest.json /run jobs
50
$ (ulimit -n 9 && exec goldpin run mini -q -t "openai:m@$URL" -o none) || echo "exit $?"
exit 3
$ [ ! -e none ]
--- stderr
$ (ulimit -n 64 && goldpin run mini -j 1500 -t "openai:m@$URL" -o few) > said
goldpin: warning: --jobs: {*} trials are in flight and not 1500, because no more than {*} files and connections can be open (ulimit -n)
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 100 trials (100 cases, 1 target)
$ (ulimit -n 9 && exec goldpin run mini -q -t "openai:m@$URL" -o none) || echo "exit $?"
goldpin: only {*} more files can be opened at once (ulimit -n), and one connection to a remote target takes up to 6
--- exit 0
