package io.github.mtdnn.spark.prep;

import java.io.Serializable;

/** Bytes {@code start} to {@code end - 1} of a raw file; it has the rows that begin there. */
record FileStretch(RawFile file, long start, long end) implements Serializable {}
