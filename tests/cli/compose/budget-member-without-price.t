# A budget needs the price of every member that may be asked.
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
sed -i 's/, "price": {"input_per_mtok": 100, "output_per_mtok": 100}//; s/"draft": "writer"/"draft": "reader"/; s/"critic": "reader"/"critic": "writer"/' goldpin.json
goldpin run mini -t pair -o out --max-cost 1
--- stdout
--- stderr
goldpin: target pair: refine over reader, writer
goldpin: --max-cost: no price is known for target reader (openai:r); give it "price" in the targets file, 0 where nothing is charged
--- exit 2
