# The bundle's own list of checksums holds.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
cd out && sha256sum -c SHA256SUMS
--- stdout
--- stderr
--- exit 0
