routed
sed -i 's/pocket.gguf"}/pocket.gguf", "pins": {"quantization": "F16"}}/' goldpin.json
goldpin run mini -q -t router -o out
--- stdout
$ routed
$ sed -i 's/pocket.gguf"}/pocket.gguf", "pins": {"quantization": "F16"}}/' goldpin.json
$ goldpin run mini -q -t router -o out
--- stderr
$ goldpin run mini -q -t router -o out
goldpin: pin "quantization" of the targets file does not hold for target house: pinned F16, but it is Q8_0
--- exit 2
