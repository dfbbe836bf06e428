package io.github.mtdnn.data;

/** Column names of an encoded shard, in their order in the file. */
public final class ExampleColumns {
    public static final String UID = "uid";
    public static final String INPUT_IDS = "input_ids";
    public static final String TOKEN_TYPE_IDS = "token_type_ids";
    public static final String LABEL = "label";

    private ExampleColumns() {}
}
