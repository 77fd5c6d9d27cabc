# What cannot be compared: a side that is none (2), and tokens or kernels that are not there (3).
pocket
goldpin run suites/smoke --filter sum-carry -q -o run > /dev/null
verify() { goldpin verify run --rerun none "$@" > said || echo "exit $?"; }
verify --bisect=there
verify --bisect=trace=
verify --bisect-trial smoke/sum-carry/pocket/1
verify --bisect device=99
verify --bisect kernels=nowhere
mkdir kernels
verify --bisect kernels=kernels
echo 'not C' > kernels/row.cl
verify --bisect kernels=kernels
(cat "$ROOT/lib/ocl/kernels/row.cl"; echo 'not C') > kernels/row.cl
verify --bisect kernels=kernels 2> compiler
sed -n '/^bisect/s/computed: .*/computed/p; $p' said
verify --bisect kernels=kernels --bisect-trial nobody
verify --bisect trace=nowhere/side.json
verify --bisect trace=side.json
sed 's/gp_rms/gp_rms +/' side.json > cut.json
verify --bisect trace=cut.json
sed 's/"0 gp_rms [0-9a-f]*/"0 gp_rms/' side.json > cut.json
verify --bisect trace=cut.json
sed 's/sha256:....../sha256:000000/; s/:[0-9a-f]\{64\}/:HEX/' side.json > cut.json
verify --bisect trace=cut.json
server
mini
goldpin run mini -q -t openai:m@$URL -o remote > /dev/null
goldpin verify remote --bisect device=0 > said || echo "exit $?"
tail -n 2 said
--- stdout
$ pocket
$ goldpin run suites/smoke --filter sum-carry -q -o run > /dev/null
$ verify() { goldpin verify run --rerun none "$@" > said || echo "exit $?"; }
$ verify --bisect=there
exit 2
$ verify --bisect=trace=
exit 2
$ verify --bisect-trial smoke/sum-carry/pocket/1
exit 2
$ verify --bisect device=99
exit 2
$ verify --bisect kernels=nowhere
exit 2
$ mkdir kernels
$ verify --bisect kernels=kernels
exit 2
$ echo 'not C' > kernels/row.cl
$ verify --bisect kernels=kernels
exit 2
$ (cat "$ROOT/lib/ocl/kernels/row.cl"; echo 'not C') > kernels/row.cl
$ verify --bisect kernels=kernels 2> compiler
exit 3
$ sed -n '/^bisect/s/computed: .*/computed/p; $p' said
bisect     not made  it could not be computed
What was asked for could not be run again; what could be checked holds.
$ verify --bisect kernels=kernels --bisect-trial nobody
exit 2
$ verify --bisect trace=nowhere/side.json
exit 3
$ verify --bisect trace=side.json
$ sed 's/gp_rms/gp_rms +/' side.json > cut.json
$ verify --bisect trace=cut.json
exit 1
$ sed 's/"0 gp_rms [0-9a-f]*/"0 gp_rms/' side.json > cut.json
$ verify --bisect trace=cut.json
exit 2
$ sed 's/sha256:....../sha256:000000/; s/:[0-9a-f]\{64\}/:HEX/' side.json > cut.json
$ verify --bisect trace=cut.json
exit 2
$ server
$ mini
$ goldpin run mini -q -t openai:m@$URL -o remote > /dev/null
$ goldpin verify remote --bisect device=0 > said || echo "exit $?"
exit 3
$ tail -n 2 said
bisect     not made  no local trial has kept the tokens that were asked for
What was asked for could not be run again; what could be checked holds.
--- stderr
$ verify --bisect=there
goldpin: --bisect there: the other side is device=N, device=NAME, kernels=DIR or trace=FILE
$ verify --bisect=trace=
goldpin: --bisect trace=: the other side is device=N, device=NAME, kernels=DIR or trace=FILE
$ verify --bisect-trial smoke/sum-carry/pocket/1
goldpin: --bisect-trial is for --bisect
$ verify --bisect device=99
goldpin: no usable OpenCL device "99"; there are: 0: {*}
$ verify --bisect kernels=nowhere
goldpin: cannot open nowhere: No such file or directory
$ verify --bisect kernels=kernels
goldpin: kernels holds no kernel files (*.cl)
$ verify --bisect kernels=kernels
goldpin: no kernel file has "gp_rms"
$ verify --bisect kernels=kernels --bisect-trial nobody
goldpin: --bisect: the bundle has no trial nobody
$ verify --bisect trace=nowhere/side.json
goldpin: cannot write nowhere/side.json: No such file or directory
$ verify --bisect trace=cut.json
goldpin: cut.json:20:3: this is nothing that stands in operations of a trace
$ verify --bisect trace=cut.json
goldpin: cut.json is a trace of another bundle, with fingerprint sha256:HEX
--- exit 0
