package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.ExampleColumns;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands encoded examples to Parquet, column by column; what an example has not is null. */
final class ShardWriteSupport extends WriteSupport<EncodedExample> {
    private RecordConsumer consumer;

    /**
     * A writer of one shard. Token ids and identifiers are written as differences, not by a
     * dictionary: of the ids there are as many as the vocabulary has, of the identifiers as many as
     * rows, so that looking each of them up would cost more time than it saves room.
     */
    static ParquetWriter<EncodedExample> open(OutputFile file, Configuration configuration)
            throws IOException {
        return new Builder(file)
                .withConf(configuration)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withWriterVersion(WriterVersion.PARQUET_2_0)
                .withDictionaryEncoding(ExampleColumns.UID, false)
                .withDictionaryEncoding(ShardSchema.elements(ExampleColumns.INPUT_IDS), false)
                .build();
    }

    @Override
    public WriteContext init(Configuration configuration) {
        return new WriteContext(ShardSchema.SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public void write(EncodedExample example) {
        EncodedExample.Span span = example.span();
        EncodedExample.Evidence evidence = example.evidence();
        requireOnePerToken(example, "token labels", example.tokenLabels());
        requireOnePerToken(example, "first offsets", span.firstChars());
        requireOnePerToken(example, "end offsets", span.endChars());
        consumer.startMessage();
        writeField(ExampleColumns.UID, () -> addText(example.uid()));
        writeList(ExampleColumns.INPUT_IDS, example.inputIds());
        writeList(ExampleColumns.TOKEN_TYPE_IDS, example.tokenTypeIds());
        if (!Double.isNaN(example.label())) {
            writeField(ExampleColumns.LABEL, () -> consumer.addDouble(example.label()));
        }
        writeText(ExampleColumns.GROUP, example.group());
        writeTokens(ExampleColumns.TOKEN_LABELS, example.tokenLabels());
        if (span.first() != EncodedExample.NO_SPAN) {
            writeField(ExampleColumns.SPAN_START, () -> consumer.addInteger(span.first()));
            writeField(ExampleColumns.SPAN_END, () -> consumer.addInteger(span.last()));
        }
        writeTokens(ExampleColumns.TOKEN_STARTS, span.firstChars());
        writeTokens(ExampleColumns.TOKEN_ENDS, span.endChars());
        writeText(ExampleColumns.TEXT, evidence.text());
        if (!evidence.answers().isEmpty()) {
            List<String> answers = evidence.answers();
            writeList(ExampleColumns.ANSWERS, answers.size(), i -> addText(answers.get(i)));
        }
        consumer.endMessage();
    }

    private static void requireOnePerToken(EncodedExample example, String what, int[] values) {
        if (values.length > 0 && values.length != example.length()) {
            throw new IllegalArgumentException(
                    "example %s has %d tokens and %d %s"
                            .formatted(example.uid(), example.length(), values.length, what));
        }
    }

    private void addText(String text) {
        consumer.addBinary(Binary.fromString(text));
    }

    private void writeText(String name, String text) {
        if (!text.isEmpty()) {
            writeField(name, () -> addText(text));
        }
    }

    /** Numbers beside the tokens; null where the task has none. */
    private void writeTokens(String name, int[] values) {
        if (values.length > 0) {
            writeList(name, values);
        }
    }

    private void writeList(String name, int[] values) {
        writeList(name, values.length, i -> consumer.addInteger(values[i]));
    }

    private void writeList(String name, int length, IntConsumer addElement) {
        writeField(
                name,
                () -> {
                    consumer.startGroup();
                    consumer.startField(ShardSchema.LIST, 0);
                    for (int i = 0; i < length; i++) {
                        consumer.startGroup();
                        consumer.startField(ShardSchema.ELEMENT, 0);
                        addElement.accept(i);
                        consumer.endField(ShardSchema.ELEMENT, 0);
                        consumer.endGroup();
                    }
                    consumer.endField(ShardSchema.LIST, 0);
                    consumer.endGroup();
                });
    }

    private void writeField(String name, Runnable addValue) {
        int column = ShardSchema.SCHEMA.getFieldIndex(name);
        consumer.startField(name, column);
        addValue.run();
        consumer.endField(name, column);
    }

    private static final class Builder extends ParquetWriter.Builder<EncodedExample, Builder> {
        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<EncodedExample> getWriteSupport(Configuration configuration) {
            return new ShardWriteSupport();
        }
    }
}
