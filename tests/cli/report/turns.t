# A conversation's speed turn by turn: in results.json, and as means over trials in the report; single replies have none.
server
mini "{\"id\": \"talk\", \"messages\": [{\"role\": \"user\", \"content\": \"What is 1 + 1?\"}], \"turns\": [\"What is 2 + 2?\", \"What is 3 + 3?\"], \"grade\": [{\"type\": \"equals\", \"expect\": \"6\"}], \"examples\": {\"pass\": [[\"2\", \"4\", \"6\"]], \"fail\": [[\"x\", \"x\", \"x\"]]}}, $(one_case one '1 + 2' 3)"
goldpin run mini -q -t "openai:m@$URL" --repeat 2 -o out > said || echo "exit $?"
field out/results.json '/trials/*/measured/turns/*' input_tokens output_tokens | wc -l
sed -n '/^### Over the turns/,/^## /p' out/report.md | sed -n 's/^\(| `openai-m` | [0-9]* | [0-9]* |\).*/\1/p'
grep -c '>Over the turns of a conversation<' out/report.html
goldpin verify out --rerun none | tail -n 1
goldpin report out --turns turns.csv
sed 's/\r$/./' turns.csv | sed 's/,[0-9.]*,\([0-9]*,[0-9]*\),[0-9.]*\.$/,S,\1,S./'
--- stdout
$ server
$ mini "{\"id\": \"talk\", \"messages\": [{\"role\": \"user\", \"content\": \"What is 1 + 1?\"}], \"turns\": [\"What is 2 + 2?\", \"What is 3 + 3?\"], \"grade\": [{\"type\": \"equals\", \"expect\": \"6\"}], \"examples\": {\"pass\": [[\"2\", \"4\", \"6\"]], \"fail\": [[\"x\", \"x\", \"x\"]]}}, $(one_case one '1 + 2' 3)"
$ goldpin run mini -q -t "openai:m@$URL" --repeat 2 -o out > said || echo "exit $?"
$ field out/results.json '/trials/*/measured/turns/*' input_tokens output_tokens | wc -l
6
$ sed -n '/^### Over the turns/,/^## /p' out/report.md | sed -n 's/^\(| `openai-m` | [0-9]* | [0-9]* |\).*/\1/p'
| `openai-m` | 1 | 2 |
| `openai-m` | 2 | 2 |
| `openai-m` | 3 | 2 |
$ grep -c '>Over the turns of a conversation<' out/report.html
1
$ goldpin verify out --rerun none | tail -n 1
The bundle is what it says.
$ goldpin report out --turns turns.csv
$ sed 's/\r$/./' turns.csv | sed 's/,[0-9.]*,\([0-9]*,[0-9]*\),[0-9.]*\.$/,S,\1,S./'
trial,suite,case,target,repeat,turn,first token (s),input (tokens),output (tokens),output (tokens/s).
"mini/talk/openai-m/1","mini","talk","openai-m",1,1,S,5,1,S.
"mini/talk/openai-m/1","mini","talk","openai-m",1,2,S,5,1,S.
"mini/talk/openai-m/1","mini","talk","openai-m",1,3,S,5,1,S.
"mini/talk/openai-m/2","mini","talk","openai-m",2,1,S,5,1,S.
"mini/talk/openai-m/2","mini","talk","openai-m",2,2,S,5,1,S.
"mini/talk/openai-m/2","mini","talk","openai-m",2,3,S,5,1,S.
--- stderr
--- exit 0
