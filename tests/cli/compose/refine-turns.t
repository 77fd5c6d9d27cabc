# Each reply of a conversation is refined on its own.
cat > answers.json << 'END'
{
 "What is 2 + 3?": "6",
 "The task:\n\n[user]\nWhat is 2 + 3?\n\nThe answer to check:\n\n[answer]\n6": "Six is too much.",
 "A reviewer read your answer and says:\n\nSix is too much.\n\nAnswer the task again. Take from the review what is right. Give only the new answer, in the form that the task asks for.": "4",
 "The task:\n\n[user]\nWhat is 2 + 3?\n\nAn earlier answer, and what you said of it:\n\n[answer]\n6\n\n[review]\nSix is too much.\n\nThe answer to check:\n\n[answer]\n4": "Four is not enough.",
 "A reviewer read your answer and says:\n\nFour is not enough.\n\nAnswer the task again. Take from the review what is right. Give only the new answer, in the form that the task asks for.": "5",
 "The task:\n\n[user]\nWhat is 2 + 3?\n\nAn earlier answer, and what you said of it:\n\n[answer]\n4\n\n[review]\nFour is not enough.\n\nThe answer to check:\n\n[answer]\n5": "APPROVED"
}
END
mini
server --answers answers.json
cat > goldpin.json << END
{"targets": {
  "writer": {"provider": "openai", "model": "w", "base_url": "$URL", "price": {"input_per_mtok": 1, "output_per_mtok": 1}},
  "reader": {"provider": "openai", "model": "r", "base_url": "$URL", "price": {"input_per_mtok": 100, "output_per_mtok": 100}},
  "broken": {"provider": "openai", "model": "r#500", "base_url": "$URL"},
  "pair": {"provider": "refine", "draft": "writer", "critic": "reader", "max_rounds": 5, "memory": 1, "stop": {"equals": "APPROVED"}}
}}
END
mini '{"id": "talk", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "turns": ["1 + 1"], "grade": [{"type": "equals", "turn": 1, "expect": "5"}]}'
goldpin run mini -q -t pair -o out --fail-under 0 > out.txt || cat out.txt
part '### Rounds' out/report.md | grep '^| .talk' | cut -d'|' -f 4-6
--- stdout
 1.1 | draft | `writer` 
 1.1 | critic | `reader` 
 1.2 | draft | `writer` 
 1.2 | critic | `reader` 
 1.3 | draft | `writer` 
 1.3 | critic | `reader` 
 2.1 | draft | `writer` 
 2.1 | critic | `reader` 
 2.2 | draft | `writer` 
 2.2 | critic | `reader` 
 2.3 | draft | `writer` 
 2.3 | critic | `reader` 
 2.4 | draft | `writer` 
 2.4 | critic | `reader` 
 2.5 | draft | `writer` 
--- stderr
--- exit 0
