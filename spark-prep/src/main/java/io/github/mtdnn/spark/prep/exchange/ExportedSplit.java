package io.github.mtdnn.spark.prep.exchange;

/**
 * A file of the toolkit that has been written.
 *
 * @param file its path
 * @param lines number of its records
 */
public record ExportedSplit(String file, long lines) {}
