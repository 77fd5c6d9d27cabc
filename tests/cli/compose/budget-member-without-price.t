# A budget needs the price of every member that may be asked.
refined
sed -i 's/, "price": {"input_per_mtok": 100, "output_per_mtok": 100}//; s/"draft": "writer"/"draft": "reader"/; s/"critic": "reader"/"critic": "writer"/' goldpin.json
goldpin run mini -t pair -o out --max-cost 1
--- stdout
$ refined
$ sed -i 's/, "price": {"input_per_mtok": 100, "output_per_mtok": 100}//; s/"draft": "writer"/"draft": "reader"/; s/"critic": "reader"/"critic": "writer"/' goldpin.json
$ goldpin run mini -t pair -o out --max-cost 1
--- stderr
$ goldpin run mini -t pair -o out --max-cost 1
goldpin: target pair: refine over reader, writer
goldpin: --max-cost: no price is known for target reader (openai:r); give it "price" in the targets file, 0 where nothing is charged
--- exit 2
