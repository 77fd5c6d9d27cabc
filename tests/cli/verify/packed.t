# A bundle as one file: the same bytes each time, checked like a folder, refused where it is damaged or leads elsewhere.
pocket
goldpin run suites/smoke --filter sum-carry -q -o run > /dev/null
goldpin verify --pack run -o run.goldpin
goldpin verify --pack run -o again.goldpin
cmp run.goldpin again.goldpin
goldpin verify run.goldpin
mkdir out
tar xzf run.goldpin -C out
diff -r run out
head -c 2000 run.goldpin > cut.goldpin
goldpin verify cut.goldpin || echo "exit $?"
echo x > evil
tar czf evil.goldpin --format=ustar --transform 's|^|../|' -P evil
goldpin verify evil.goldpin || echo "exit $?"
echo x >> run/report.md
goldpin verify --pack run -o damaged.goldpin || echo "exit $?"
[ -e damaged.goldpin ] || echo 'nothing was written'
goldpin verify run --pack || echo "exit $?"
--- stdout
--- stderr
--- exit 0
