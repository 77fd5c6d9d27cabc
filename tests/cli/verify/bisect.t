# The operation at which two sides part: kernels of which one was changed, and a trace that another side left. Values have the
# same bits everywhere, so they stand here.
said() { goldpin verify "$@" > all || echo "exit $?"; sed -n '/^bisect/,$p' all | grep -v '^  the '; }
pocket
goldpin run suites/smoke --filter sum-carry -q -o run > /dev/null
cp -r "$ROOT/lib/ocl/kernels" kernels
said run --bisect kernels=kernels --json found.json
field found.json /bisection/differs /bisection/alike /exit_code
rm kernels/[!r]*
sed -i '0,/inv_n, eps/s//inv_n, 2.f * eps/' kernels/row.cl
said run --rerun none --bisect kernels=kernels --json found.json --markdown page.md
p=/bisection/first
field found.json $p/part $p/layer $p/operation $p/kernel $p/weights $p/values/buffer $p/values/position $p/values/index
field found.json $p/values/here $p/values/here_bits $p/values/there $p/values/there_bits $p/values/reads_alike
grep -c 'operation 1 of layer 0: gp_rms' page.md
# another model, at a bit of a matrix in the first layer; the trial is the one that differs, up to the token where it does
cp suites/smoke/pocket/pocket.gguf other.gguf
printf '\100' | dd of=other.gguf bs=1 seek=300000 conv=notrunc 2> /dev/null
said run --model other.gguf --bisect trace=side.json
said run --rerun none --bisect trace=side.json
said run --rerun none --model other.gguf --bisect trace=side.json
said run --rerun none --bisect trace=side.json
# --model is for the trace too: nothing was to be asked again
said run --rerun none --model suites/smoke/pocket/pocket.gguf --bisect trace=side.json
# another number of threads, other forms of the kernels
said run --rerun none --threads 1 --bisect trace=same.json
GOLDPIN_KERNELS=portable said run --rerun none --bisect trace=same.json --bisect-trial smoke/sum-carry/pocket/1
--- stdout
$ said() { goldpin verify "$@" > all || echo "exit $?"; sed -n '/^bisect/,$p' all | grep -v '^  the '; }
$ pocket
$ goldpin run suites/smoke --filter sum-carry -q -o run > /dev/null
$ cp -r "$ROOT/lib/ocl/kernels" kernels
$ said run --bisect kernels=kernels --json found.json
bisect     holds     228 operations over 23 tokens of smoke/sum-carry/pocket/1 left the same on both sides: no value differs
The bundle is what it says.
$ field found.json /bisection/differs /bisection/alike /exit_code
false
228
0
$ rm kernels/[!r]*
$ sed -i '0,/inv_n, eps/s//inv_n, 2.f * eps/' kernels/row.cl
$ said run --rerun none --bisect kernels=kernels --json found.json --markdown page.md
exit 1
bisect     differs   1 operation over 23 tokens of smoke/sum-carry/pocket/1 left the same on both sides, the next one did not
  operation 1 of layer 0: gp_rms of blk.0.attn_norm.weight
  first value that differs: scales of int8 activations, token 1 of 23, index 0: 0.0079615945 (0x3c027159) here, 0.00796010345 (0x3c026b18) there
  120 of 144 values differ; weights and tables that it reads are the same
The evidence differs from what the bundle says.
$ p=/bisection/first
$ field found.json $p/part $p/layer $p/operation $p/kernel $p/weights $p/values/buffer $p/values/position $p/values/index
layer
0
1
gp_rms
blk.0.attn_norm.weight
scales of int8 activations
1
0
$ field found.json $p/values/here $p/values/here_bits $p/values/there $p/values/there_bits $p/values/reads_alike
0.007961594499647617
0x3c027159
0.007960103452205658
0x3c026b18
true
$ grep -c 'operation 1 of layer 0: gp_rms' page.md
1
$ cp suites/smoke/pocket/pocket.gguf other.gguf
$ printf '\100' | dd of=other.gguf bs=1 seek=300000 conv=notrunc 2> /dev/null
$ said run --model other.gguf --bisect trace=side.json
exit 1
bisect     not made  57 operations over 20 tokens of smoke/sum-carry/pocket/1 noted in side.json: run this on the other side, with that file
The evidence differs from what the bundle says.
$ said run --rerun none --bisect trace=side.json
exit 1
bisect     differs   7 operations over 20 tokens of smoke/sum-carry/pocket/1 left the same on both sides, the next one did not
  operation 7 of layer 0: gp_mm_q8_0_8 of blk.0.ffn_gate.weight, blk.0.ffn_up.weight
  side.json now has the values of this side: run this on the other side again to see both
The evidence differs from what the bundle says.
$ said run --rerun none --model other.gguf --bisect trace=side.json
exit 1
bisect     differs   7 operations over 20 tokens of smoke/sum-carry/pocket/1 left the same on both sides, the next one did not
  operation 7 of layer 0: gp_mm_q8_0_8 of blk.0.ffn_gate.weight, blk.0.ffn_up.weight
  first value that differs: gate_up, token 1 of 20, index 380: 1.96724975 (0x3ffbced7) here, 1.36623704 (0x3faee0db) there
  20 of 21760 values differ; weights and tables that it reads are others
The evidence differs from what the bundle says.
$ said run --rerun none --bisect trace=side.json
bisect     holds     8 operations over 20 tokens of smoke/sum-carry/pocket/1 left the same on both sides, as far as the trace goes
The bundle is what it says.
$ said run --rerun none --model suites/smoke/pocket/pocket.gguf --bisect trace=side.json
bisect     holds     8 operations over 20 tokens of smoke/sum-carry/pocket/1 left the same on both sides, as far as the trace goes
The bundle is what it says.
$ said run --rerun none --threads 1 --bisect trace=same.json
bisect     not made  228 operations over 23 tokens of smoke/sum-carry/pocket/1 noted in same.json: run this on the other side, with that file
The bundle is what it says.
$ GOLDPIN_KERNELS=portable said run --rerun none --bisect trace=same.json --bisect-trial smoke/sum-carry/pocket/1
bisect     holds     228 operations over 23 tokens of smoke/sum-carry/pocket/1 left the same on both sides: no value differs
The bundle is what it says.
--- stderr
--- exit 0
