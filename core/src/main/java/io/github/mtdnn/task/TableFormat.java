package io.github.mtdnn.task;

/** How the rows of a raw split are stored. */
public enum TableFormat {
    /** Tab-separated text, without quoting, as GLUE publishes it. */
    TSV("tsv"),
    /** Text separated by commas, or another character, with RFC 4180 quoting. */
    CSV("csv"),
    /** One JSON object a line; each is a row, or holds a list of rows. */
    JSONL("jsonl"),
    /** One word a line, its columns separated by blanks or TABs; an empty line ends a sentence. */
    CONLL("conll"),
    /** Plain text; a row is a document, see {@link Documents}. */
    TEXT("text"),
    /** One JSON document a file, which holds a list of rows. */
    JSON("json"),
    /** One record a line that the Python toolkit has tokenised: ids in place of texts. */
    MTDNN_JSON("mtdnn-json"),
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

    /** How the names of such files end, after the dot. */
    public String ending() {
        return this == TEXT ? "txt" : configName;
    }

    /** Whether rows are read from files of text. */
    public boolean isText() {
        return hasNumberedColumns() || isJson() || this == TEXT;
    }

    /** Whether columns are places in JSON objects. */
    public boolean isJson() {
        return isJsonLines() || this == JSON;
    }

    /** Whether each line is a JSON object. */
    public boolean isJsonLines() {
        return this == JSONL || this == MTDNN_JSON;
    }

    /** Whether rows hold the ids of a vocabulary in place of texts. */
    public boolean isTokenized() {
        return this == MTDNN_JSON;
    }

    /** Whether columns can be named by number. */
    public boolean hasNumberedColumns() {
        return isDelimitedText() || this == CONLL;
    }

    /** Whether rows are lines of columns, of which the first may hold names. */
    public boolean isDelimitedText() {
        return this == TSV || this == CSV;
    }
}
