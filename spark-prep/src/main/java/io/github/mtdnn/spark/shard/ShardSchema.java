package io.github.mtdnn.spark.shard;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import io.github.mtdnn.data.ExampleColumns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a shard, as any Parquet reader sees it. */
final class ShardSchema {
    /** Names of the two levels of a list, as the Parquet format prescribes them. */
    static final String LIST = "list";

    static final String ELEMENT = "element";

    static final MessageType SCHEMA =
            Types.buildMessage()
                    .required(BINARY)
                    .as(stringType())
                    .named(ExampleColumns.UID)
                    .addField(intList(ExampleColumns.INPUT_IDS))
                    .addField(intList(ExampleColumns.TOKEN_TYPE_IDS))
                    .optional(DOUBLE)
                    .named(ExampleColumns.LABEL)
                    .optional(BINARY)
                    .as(stringType())
                    .named(ExampleColumns.GROUP)
                    .addField(optionalIntList(ExampleColumns.TOKEN_LABELS))
                    .optional(INT32)
                    .named(ExampleColumns.SPAN_START)
                    .optional(INT32)
                    .named(ExampleColumns.SPAN_END)
                    .addField(optionalIntList(ExampleColumns.TOKEN_STARTS))
                    .addField(optionalIntList(ExampleColumns.TOKEN_ENDS))
                    .optional(BINARY)
                    .as(stringType())
                    .named(ExampleColumns.TEXT)
                    .addField(
                            Types.optionalList()
                                    .requiredElement(BINARY)
                                    .as(stringType())
                                    .named(ExampleColumns.ANSWERS))
                    .named("example");

    private ShardSchema() {}

    /** The path of a list's elements, with dots. */
    static String elements(String name) {
        return String.join(".", name, LIST, ELEMENT);
    }

    private static GroupType optionalIntList(String name) {
        return Types.optionalList().requiredElement(INT32).named(name);
    }

    private static GroupType intList(String name) {
        return Types.requiredList().requiredElement(INT32).named(name);
    }
}
