# A composite of local members makes their claim.
routed
sed -i 's/"default": "cloud"/"default": "house"/; s/"broken", "nobody", "house"/"house", "house2"/; s/"house": {/"house2": {"provider": "local", "model": "suites\/smoke\/pocket\/pocket.gguf"}, "house": {/' goldpin.json
goldpin run mini -q -t router -o out --fail-under 0 > /dev/null
field out/manifest.json '/targets/*' claim claim_basis
--- stdout
$ routed
$ sed -i 's/"default": "cloud"/"default": "house"/; s/"broken", "nobody", "house"/"house", "house2"/; s/"house": {/"house2": {"provider": "local", "model": "suites\/smoke\/pocket\/pocket.gguf"}, "house": {/' goldpin.json
$ goldpin run mini -q -t router -o out --fail-under 0 > /dev/null
$ field out/manifest.json '/targets/*' claim claim_basis
bitwise the weakest claim of its members
--- stderr
--- exit 0
