package io.github.mtdnn.spark.prep.profile;

/** Names of the statistics, and of the lengths' quantiles that the console shows. */
final class Names {
    static final String ROWS = "rows";
    static final String LABELLED_ROWS = "labelled_rows";
    static final String LABEL_ROWS = "label_rows";
    static final String LABEL_TOKENS = "label_tokens";
    static final String LABEL_MIN = "label_min";
    static final String LABEL_MEAN = "label_mean";
    static final String LABEL_MAX = "label_max";
    static final String GROUPS = "groups";
    static final String GROUP_ROWS_MEAN = "group_rows_mean";
    static final String TOKENS = "tokens";
    static final String LENGTH_ROWS = "length_rows";
    static final String LENGTH_QUANTILE = "length_quantile";
    static final String TRUNCATED_ROWS = "truncated_rows";
    static final String EMPTY_ROWS = "empty_rows";
    static final String DUPLICATE_ROWS = "duplicate_rows";
    static final String CONFLICTING_ROWS = "conflicting_rows";
    static final String LEAKED_ROWS = "leaked_rows";

    static final String MEDIAN = "0.5";
    static final String GREATEST = "1";

    private Names() {}
}
