package io.github.mtdnn.spark.prep.profile;

/**
 * A number about a split; docs/tables.md lists them.
 *
 * @param name what was measured
 * @param key of which label, length or quantile; empty where there is only one
 */
public record Statistic(String name, String key, double value) {}
