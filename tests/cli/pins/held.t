pocket
mini
sha=$(sha256sum suites/smoke/pocket/pocket.gguf | cut -d' ' -f1)
sed -i "s|\"cases\"|\"pins\": {\"weights_sha256\": \"$sha\", \"quantization\": \"Q8_0\", \"device\": \"cpu\", \"seed\": 1}, \"cases\"|" mini/suite.json
goldpin run mini -q --fail-under 0 -t local:suites/smoke/pocket/pocket.gguf -o out
--- stdout
$ pocket
$ mini
$ sha=$(sha256sum suites/smoke/pocket/pocket.gguf | cut -d' ' -f1)
$ sed -i "s|\"cases\"|\"pins\": {\"weights_sha256\": \"$sha\", \"quantization\": \"Q8_0\", \"device\": \"cpu\", \"seed\": 1}, \"cases\"|" mini/suite.json
$ goldpin run mini -q --fail-under 0 -t local:suites/smoke/pocket/pocket.gguf -o out
Gate passed: {*}
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
--- stderr
--- exit 0
