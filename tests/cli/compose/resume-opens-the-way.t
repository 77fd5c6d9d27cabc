# A changed policy that would send a regulated case away is refused before it is compared.
routed
goldpin run mini -q -t router -o out --filter secret > /dev/null
sed -i 's/"sensitivity": "regulated"/"sensitivity": "public"/' goldpin.json
goldpin run --resume out -q
--- stdout
$ routed
$ goldpin run mini -q -t router -o out --filter secret > /dev/null
$ sed -i 's/"sensitivity": "regulated"/"sensitivity": "public"/' goldpin.json
$ goldpin run --resume out -q
--- stderr
$ goldpin run --resume out -q
goldpin: case mini/secret is regulated and must not leave this machine, but target "cloud" is remote (openai); the route "router" sends it to "cloud" by its default. Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
--- exit 2
