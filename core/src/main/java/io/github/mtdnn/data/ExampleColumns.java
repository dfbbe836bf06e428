package io.github.mtdnn.data;

/** Column names of an encoded shard, in their order in the file. */
public final class ExampleColumns {
    public static final String UID = "uid";
    public static final String INPUT_IDS = "input_ids";
    public static final String TOKEN_TYPE_IDS = "token_type_ids";
    public static final String LABEL = "label";
    public static final String GROUP = "group";
    public static final String TOKEN_LABELS = "token_labels";
    public static final String SPAN_START = "span_start";
    public static final String SPAN_END = "span_end";
    public static final String TOKEN_STARTS = "token_starts";
    public static final String TOKEN_ENDS = "token_ends";
    public static final String TEXT = "text";
    public static final String ANSWERS = "answers";

    private ExampleColumns() {}
}
