mini
printf '{"targets": {}}\n' > goldpin.json
goldpin run mini
--- stdout
--- stderr
goldpin: goldpin.json:1:13: "targets" is empty
--- exit 2
