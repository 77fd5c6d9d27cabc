mini
printf '{"targets": {}}\n' > goldpin.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
