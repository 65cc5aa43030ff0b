#!/bin/sh
# Other programs that read our marks, for test_annotation_peers.py: sh tests/slow/peers.sh FOLDER PYTHON
# Each stands in an environment of its own, FOLDER/NAME or FOLDER/node_modules; nothing of ours needs any of them.
# What cannot be installed is said, and its tests are skipped.
set -u
folder=$1
python=$2
mkdir -p "$folder"

for peer in taguette==1.5.2 qdapy==0.1.0 pyrefiqda==0.3.1; do
    place=$folder/${peer%%=*}
    [ -e "$place/.installed" ] && continue
    rm -rf "$place"
    if "$python" -m venv "$place" &&
        "$place/bin/python" -m pip install --quiet --disable-pip-version-check "$peer" >"$folder/said" 2>&1; then
        touch "$place/.installed"
    else
        rm -rf "$place"
        echo "$peer could not be installed (see $folder/said): the tests with it will be skipped"
    fi
done

if [ ! -e "$folder/node_modules/.installed" ]; then
    if command -v npm >/dev/null && npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --silent \
        @apache-annotator/dom@0.2.0 @apache-annotator/selector@0.2.0 jsdom >"$folder/said" 2>&1; then
        touch "$folder/node_modules/.installed"
    else
        echo "@apache-annotator could not be installed: the tests with it will be skipped"
    fi
fi
exit 0
