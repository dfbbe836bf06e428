package io.github.mtdnn.spark.train.compare;

import io.github.mtdnn.metric.Difference;

/**
 * How two runs differ in one metric on one split.
 *
 * @param difference of the second run from the first; its p-value is the bootstrap's
 * @param pValue two-sided, of there being no difference, by {@code test}
 */
public record Comparison(
        String task, String split, Difference difference, double pValue, Test test) {

    /** Where the p-value is from. */
    public enum Test {
        MCNEMAR_MID_P("mcnemar-mid-p"),
        PAIRED_BOOTSTRAP("paired-bootstrap");

        private final String tableName;

        Test(String tableName) {
            this.tableName = tableName;
        }

        /** The name used in the table. */
        public String tableName() {
            return tableName;
        }
    }
}
