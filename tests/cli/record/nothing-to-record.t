# A local target has no exchanges; its bundle can be replayed as it is. A replay asks nothing that could be recorded.
pocket
goldpin run suites/smoke --tag quick --record rec || echo "exit $?"
mkdir bundle
goldpin run suites/smoke -q --filter sum-carry -o one > /dev/null
goldpin run suites/smoke -q --replay one --record rec || echo "exit $?"
[ ! -e rec ] && echo 'no recording was begun'
--- stdout
$ pocket
$ goldpin run suites/smoke --tag quick --record rec || echo "exit $?"
exit 2
$ mkdir bundle
$ goldpin run suites/smoke -q --filter sum-carry -o one > /dev/null
$ goldpin run suites/smoke -q --replay one --record rec || echo "exit $?"
exit 2
$ [ ! -e rec ] && echo 'no recording was begun'
no recording was begun
--- stderr
$ goldpin run suites/smoke --tag quick --record rec || echo "exit $?"
goldpin: --record keeps the exchanges with remote targets, and no target of this run is remote; its bundle can be replayed as it is
$ goldpin run suites/smoke -q --replay one --record rec || echo "exit $?"
goldpin: --record keeps what is asked live, and a replay asks nothing live; leave one of them out
--- exit 0
