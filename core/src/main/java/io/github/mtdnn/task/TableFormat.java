package io.github.mtdnn.task;

/** How the rows of a raw split are stored. */
public enum TableFormat {
    /** Tab-separated text, without quoting, as GLUE publishes it. */
    TSV("tsv"),
    /** Comma-separated text with RFC 4180 quoting. */
    CSV("csv"),
    /** One JSON object a line. */
    JSONL("jsonl"),
    PARQUET("parquet"),
    /** A table of the Spark catalog; the path is its name. */
    TABLE("table");

    private final String configName;

    TableFormat(String configName) {
        this.configName = configName;
    }

    /** The name used in configuration files. */
    public String configName() {
        return configName;
    }

    /** Whether rows are lines of text whose columns can be named by number. */
    public boolean isDelimitedText() {
        return this == TSV || this == CSV;
    }
}
