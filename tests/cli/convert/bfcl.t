# Possible answers lie beside the questions; what a call may hold becomes a schema. No call, or some call, where that is asked.
mkdir -p data/possible_answer
cat > data/q.json << 'END'
{"id": "simple_0", "question": [[{"role": "user", "content": "Weather in Oslo?"}]], "function": [{"name": "geo.weather", "description": "Weather.", "parameters": {"type": "dict", "properties": {"city": {"type": "string", "description": "c"}, "days": {"type": "integer"}, "at": {"type": "tuple", "items": {"type": "float"}}, "how": {"type": "dict"}}, "required": ["city"]}}]}
{"id": "irrelevance_0", "question": [[{"role": "user", "content": "Who are you?"}]], "function": [{"name": "f", "description": "F.", "parameters": {"type": "dict", "properties": {}}}]}
{"id": "simple_1", "question": [[{"role": "user", "content": "x"}]], "function": [{"name": "f", "description": "F.", "parameters": {"type": "dict", "properties": {}}}]}
{"id": "multi_turn_0", "question": [[{"role": "user", "content": "x"}], [{"role": "user", "content": "y"}]], "involved_classes": ["Files"]}
END
cat > data/possible_answer/q.json << 'END'
{"id": "simple_0", "ground_truth": [{"geo.weather": {"city": ["Oslo", "Oslo, N."], "days": [1, ""], "at": [[1.5, 2], ""], "how": [{"unit": ["C", ""]}, ""]}}]}
END
goldpin import data/q.json -o out
cat out/cases.jsonl
python3 - << 'END'
import json
def call(**a): return {"tool_calls": [{"name": "geo_weather", "arguments": a}]}
c = [json.loads(l) for l in open("out/cases.jsonl")]
c[0]["examples"] = {"pass": [call(city="OSLO"), call(city="oslo n", days=1, at=[1.5, 2]), call(city="Oslo", how={"unit": "c"})],
                    "fail": [call(), call(city="Bergen"), call(city="Oslo", days=2), call(city="Oslo", at=[1.5]), call(city="Oslo", how={"x": "C"}), call(city="Oslo", no=1)]}
open("out/cases.jsonl", "w").write("".join(json.dumps(x) + "\n" for x in c))
END
goldpin lint out | grep -v warning
field out/suite.json /provenance/sha256 /provenance/answers_sha256
--- stdout
$ mkdir -p data/possible_answer
$ cat > data/q.json << 'END' ...
$ cat > data/possible_answer/q.json << 'END' ...
$ goldpin import data/q.json -o out
out: 2 of 4 records became cases; 2 left out
$ cat out/cases.jsonl
{"id": "simple_0", "messages": [{"role":"user","content":"Weather in Oslo?"}], "grade": [{"type":"tool_calls","expect":[{"name":"geo_weather","schema":{"type":"object","properties":{"city":{"anyOf":[{"type":"string","pattern":"^[ ,./_*^-]*[oO][ ,./_*^-]*[sS][ ,./_*^-]*[lL][ ,./_*^-]*[oO][ ,./_*^-]*$"},{"type":"string","pattern":"^[ ,./_*^-]*[oO][ ,./_*^-]*[sS][ ,./_*^-]*[lL][ ,./_*^-]*[oO][ ,./_*^-]*[nN][ ,./_*^-]*$"}]},"days":{"anyOf":[{"const":1}]},"at":{"anyOf":[{"type":"array","minItems":2,"maxItems":2,"prefixItems":[{"const":1.5},{"const":2}]}]},"how":{"anyOf":[{"type":"object","properties":{"unit":{"anyOf":[{"type":"string","pattern":"^[ ,./_*^-]*[cC][ ,./_*^-]*$"}]}},"required":[],"additionalProperties":false}]}},"required":["city"],"additionalProperties":false}}]}], "tools": [{"type":"function","function":{"name":"geo_weather","description":"Weather.","parameters":{"type":"object","properties":{"city":{"type":"string","description":"c"},"days":{"type":"integer"},"at":{"type":"array","items":{"type":"number"}},"how":{"type":"object"}},"required":["city"]}}}]}
{"id": "irrelevance_0", "messages": [{"role":"user","content":"Who are you?"}], "grade": [{"type":"tool_calls","max":0}], "tools": [{"type":"function","function":{"name":"f","description":"F.","parameters":{"type":"object","properties":{}}}}]}
$ python3 - << 'END' ...
$ goldpin lint out | grep -v warning
  null baseline empty     1 of 2 pass, mean score 0.50
  null baseline echo      1 of 2 pass, mean score 0.50
  null baseline constant  1 of 2 pass, mean score 0.50  (always "I don't know.", the best of 2 constants)
  null baseline unknown   1 of 2 pass, mean score 0.50
  null baseline stuffed   1 of 2 pass, mean score 0.50
  right answers broken   6 of 6 noticed (mutation score 1.00)
$ field out/suite.json /provenance/sha256 /provenance/answers_sha256
HEX
HEX
--- stderr
$ goldpin import data/q.json -o out
goldpin: not mapped: the calls: its tools are simulated by the package (involved_classes) (1 time, first at line 4)
goldpin: not mapped: the calls: there are no possible answers to it (1 time, first at line 3)
goldpin: not mapped: the question: several turns need the simulated tools of the package (1 time, first at line 4)
--- exit 0
