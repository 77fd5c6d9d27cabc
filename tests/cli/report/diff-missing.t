goldpin diff nowhere also-nowhere
--- stdout
--- stderr
--- exit 0
