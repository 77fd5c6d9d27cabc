#!/bin/sh
# make demo: the main job on the bundled pocket model, from pins to reports.
set -eu
goldpin=${BUILD:-build}/goldpin
"$goldpin" --version
"$goldpin" lint suites/smoke
"$goldpin" run suites/smoke
