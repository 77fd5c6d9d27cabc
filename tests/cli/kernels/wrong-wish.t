# A misspelt GOLDPIN_KERNELS is no wish for the best form.
pocket
GOLDPIN_KERNELS=portabel goldpin run suites/smoke --filter sum-carry -q -o out
--- stdout
$ pocket
$ GOLDPIN_KERNELS=portabel goldpin run suites/smoke --filter sum-carry -q -o out
--- stderr
$ GOLDPIN_KERNELS=portabel goldpin run suites/smoke --filter sum-carry -q -o out
goldpin: GOLDPIN_KERNELS is "portabel"; it can be auto, no-vnni or portable
--- exit 2
