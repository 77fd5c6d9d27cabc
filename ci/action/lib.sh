#!/bin/sh
# What the scripts of the action read: words that are safe wherever they are printed, notices, outputs. Nothing that a model, a
# suite or a pull request wrote is printed but through `plain`.

# plain TEXT: letters, digits and plain punctuation on one line, at most 400 characters: no command of a log, no mention, no
# link, no markup, and nothing that a shell would take for more than a word.
plain() {
    printf '%s' "$1" | tr '\n\r\t' '   ' | LC_ALL=C sed -e 's/@/ at /g' -e 's/[^A-Za-z0-9 .,;:%/()_=+-]/?/g' -e 's/??*/?/g' \
        -e 's/::*/:/g' -e 's|//*|/|g' -e 's/  */ /g' -e 's/^[ :]*//' | cut -c 1-400
}

notice() { printf '::notice title=goldpin::%s\n' "$(plain "$1" | sed 's/%/%25/g')"; }
warning() { printf '::warning title=goldpin::%s\n' "$(plain "$1" | sed 's/%/%25/g')"; }
error() { printf '::error title=goldpin::%s\n' "$(plain "$1" | sed 's/%/%25/g')"; }

# output NAME VALUE: an output of the step. The value is one line, so the simple form of the file cannot be broken out of.
output() {
    case $2 in
    *'
'*)
        error "the output $1 has more than one line"
        exit 2
        ;;
    esac
    printf '%s=%s\n' "$1" "$2" >> "$GITHUB_OUTPUT"
}

# name_ok NAME: does it name a comment and an artifact?
name_ok() {
    case $1 in '' | *[!A-Za-z0-9._-]*) return 1 ;; esac
    [ "${#1}" -le 60 ]
}
