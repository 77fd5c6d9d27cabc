# A bundle that another version wrote is said to be so, with both versions and both kernels' digests. What that version wrote
# in other bytes is no difference; a verdict is one, and so is what the version has no part in.
# not for the oracle: t
pocket
fit() {
    for f in manifest results; do
        sed -i "s/\"${f}_sha256\": \"[0-9a-f]*\"/\"${f}_sha256\": \"$(sha256sum < t/$f.json | cut -c 1-64)\"/" t/chain.json
    done
    resum t
}
said() { goldpin verify t --rerun none "$@" > said || echo "exit $?"; grep -v '^checksums\|^inputs\|^prompts\|^signature\|^rerun' said; }
goldpin run suites/smoke --filter 'count-*' -q -o run > /dev/null
cp -r run t; sed -i '/"goldpin": {/,/}/s/"version": "[0-9.]*"/"version": "0.0.9"/' t/manifest.json; fit; said --json found.json
field found.json /goldpin/wrote
sed -i 's/"known":false/"known": false/' t/results.json; sed -i 's/"kernels_sha256": "./&0/;s/\("kernels_sha256": ".\{64\}\)./\1/' t/manifest.json; fit; said
goldpin verify t > said || echo "exit $?"; tail -n 2 said
sed -i '/count-most/s/"status":"failed"/"status":"passed"/' t/results.json; fit; said
resum t; sed -i 's/"version": "0.0.9",$/&"flavour": 1,/' t/manifest.json; goldpin verify t || echo "exit $?"
rm -rf t; cp -r run t; sed -i 's/"kernels_sha256": "./&0/;s/\("kernels_sha256": ".\{64\}\)./\1/' t/manifest.json; fit; said
--- stdout
$ pocket
$ fit() { ...
$ said() { goldpin verify t --rerun none "$@" > said || echo "exit $?"; grep -v '^checksums\|^inputs\|^prompts\|^signature\|^rerun' said; }
$ goldpin run suites/smoke --filter 'count-*' -q -o run > /dev/null
$ cp -r run t; sed -i '/"goldpin": {/,/}/s/"version": "[0-9.]*"/"version": "0.0.9"/' t/manifest.json; fit; said --json found.json
exit 3
version    another   goldpin 0.0.9 wrote the bundle, this is 0.1.0, with the same kernels, so logits are the same
chain      holds     2 lines, from the manifest to the results
verdicts   holds     2 trials judged again: verdicts, numbers and fingerprint are the same
reports    not made  this version renders them otherwise; only goldpin 0.0.9 can compare them
What this version can check holds; the rest takes the one that wrote the bundle.
$ field found.json /goldpin/wrote
0.0.9
$ sed -i 's/"known":false/"known": false/' t/results.json; sed -i 's/"kernels_sha256": "./&0/;s/\("kernels_sha256": ".\{64\}\)./\1/' t/manifest.json; fit; said
exit 3
version    another   goldpin 0.0.9 wrote the bundle, this is 0.1.0; its kernels' digest was HEX, here it is HEX, so logits may differ
chain      holds     2 lines, from the manifest to the results
verdicts   holds     2 trials judged again: verdicts, scores and fingerprint are the same, written as another version does
reports    not made  this version renders them otherwise; only goldpin 0.0.9 can compare them
What this version can check holds; the rest takes the one that wrote the bundle.
$ goldpin verify t > said || echo "exit $?"; tail -n 2 said
exit 3
  the kernels' digest was HEX, is HEX
What this version can check holds; the rest takes the one that wrote the bundle.
$ sed -i '/count-most/s/"status":"failed"/"status":"passed"/' t/results.json; fit; said
exit 1
version    another   goldpin 0.0.9 wrote the bundle, this is 0.1.0; its kernels' digest was HEX, here it is HEX, so logits may differ
chain      holds     2 lines, from the manifest to the results
verdicts   differs   judged again, the trials give other results with the same fingerprint
  results.json:190: smoke/count-most/pocket/1: passed stands there, failed is derived
reports    not made  this version renders them otherwise; only goldpin 0.0.9 can compare them
The evidence differs from what this version derives. The version may be the reason, and not the bundle: the one that wrote it can tell.
$ resum t; sed -i 's/"version": "0.0.9",$/&"flavour": 1,/' t/manifest.json; goldpin verify t || echo "exit $?"
exit 2
$ rm -rf t; cp -r run t; sed -i 's/"kernels_sha256": "./&0/;s/\("kernels_sha256": ".\{64\}\)./\1/' t/manifest.json; fit; said
version    another   goldpin 0.1.0 wrote the bundle, this is another build of 0.1.0; its kernels' digest was HEX, here it is HEX, so logits may differ
chain      holds     2 lines, from the manifest to the results
verdicts   holds     2 trials judged again: verdicts, numbers and fingerprint are the same
reports    holds     rendered again, byte for byte the same
The bundle is what it says.
--- stderr
$ resum t; sed -i 's/"version": "0.0.9",$/&"flavour": 1,/' t/manifest.json; goldpin verify t || echo "exit $?"
goldpin: goldpin 0.0.9 wrote this bundle, and this is 0.1.0, which cannot read it; verify it with that one: t/manifest.json:4:24: unknown key "flavour" in goldpin (known: version, build, libraries)
--- exit 0
