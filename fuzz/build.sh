#!/bin/bash
# build.sh [FAMILY...]: makes the fuzzing targets, all when none is named, as OSS-Fuzz does
# (https://google.github.io/oss-fuzz/getting-started/new-project-guide/), with what its environment names: CC, CXX,
# CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE, OUT, SRC, WORK, SANITIZER. Without them it takes clang 19, libFuzzer, and
# build/fuzz/.
#
# Without a sanitizer the targets play on the engine: the tree is compiled as always, with SELVAGE_CXX, and only the
# targets with CXX and CXXFLAGS. With address, thread or undefined everything is compiled with those, and the targets
# play on real threads.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
[[ -n ${SRC:-} && -f $SRC/selvage/fuzz/build.sh ]] && here=$SRC/selvage
CC=${CC:-clang-19} CXX=${CXX:-clang++-19}
CFLAGS=${CFLAGS:-} CXXFLAGS=${CXXFLAGS--fsanitize=fuzzer-no-link}
LIB_FUZZING_ENGINE=${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}
OUT=${OUT:-$here/build/fuzz/out} WORK=${WORK:-$here/build/fuzz/work}

# The tree and its packages are built with libstdc++, and so are the targets.
CFLAGS=${CFLAGS//-stdlib=libc++/} CXXFLAGS=${CXXFLAGS//-stdlib=libc++/}
sanitizer=${SANITIZER:-}
if [[ -z $sanitizer ]]; then
  for sanitizer in address thread memory undefined none; do
    [[ " $CXXFLAGS " =~ -fsanitize=([a-z-]+,)*$sanitizer[,\ ] ]] && break
  done
fi
case $sanitizer in
  none | coverage)
    options=(-DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER="${SELVAGE_CC:-clang-19}"
      -DCMAKE_CXX_COMPILER="${SELVAGE_CXX:-clang++-19}" -DSELVAGE_FUZZ_CXX="$(command -v "$CXX")")
    flags=$CXXFLAGS
    unset CFLAGS CXXFLAGS
    ;;
  address | thread | undefined)
    # How much is optimised is for CFLAGS and CXXFLAGS to say.
    options=(-DCMAKE_BUILD_TYPE=None -DCMAKE_C_COMPILER="$CC" -DCMAKE_CXX_COMPILER="$CXX"
      -DSELVAGE_SANITIZE="$sanitizer")
    flags=
    export CFLAGS CXXFLAGS
    ;;
  *)
    echo "build.sh: SANITIZER is '$sanitizer'; it can be address, thread, undefined or none" >&2
    exit 2
    ;;
esac

cmake -S "$here" -B "$WORK" -G Ninja -DSELVAGE_TESTS=OFF -DSELVAGE_BENCH=OFF \
  "${options[@]}" -DSELVAGE_FUZZ_FLAGS="-fno-sanitize-coverage=stack-depth $flags" \
  -DSELVAGE_FUZZ_ENGINE="$LIB_FUZZING_ENGINE"
targets=(fuzz-all)
(($# == 0)) || targets=(fuzz-seeds "${@/#/fuzz-}")
cmake --build "$WORK" --target "${targets[@]}"
"$here/fuzz/pack" "$WORK/bin" "$here/fuzz/corpus" "$OUT" "$@"
