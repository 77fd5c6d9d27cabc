# The bundle's own list of checksums holds.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
cd out && sha256sum -c SHA256SUMS
--- stdout
--- stderr
sha256sum: SHA256SUMS: No such file or directory
--- exit 1
