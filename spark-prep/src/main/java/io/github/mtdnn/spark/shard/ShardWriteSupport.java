package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.ExampleColumns;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands encoded examples to Parquet, column by column, without an object in between. */
final class ShardWriteSupport extends WriteSupport<EncodedExample> {
    private RecordConsumer consumer;

    /** A writer of one shard. */
    static ParquetWriter<EncodedExample> open(OutputFile file, Configuration configuration)
            throws IOException {
        return new Builder(file)
                .withConf(configuration)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
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
        consumer.startMessage();
        consumer.startField(ExampleColumns.UID, 0);
        consumer.addBinary(Binary.fromString(example.uid()));
        consumer.endField(ExampleColumns.UID, 0);
        writeList(ExampleColumns.INPUT_IDS, 1, example.inputIds());
        writeList(ExampleColumns.TOKEN_TYPE_IDS, 2, example.tokenTypeIds());
        if (!Double.isNaN(example.label())) {
            consumer.startField(ExampleColumns.LABEL, 3);
            consumer.addDouble(example.label());
            consumer.endField(ExampleColumns.LABEL, 3);
        }
        consumer.endMessage();
    }

    private void writeList(String name, int column, int[] values) {
        consumer.startField(name, column);
        consumer.startGroup();
        consumer.startField(ShardSchema.LIST, 0);
        for (int value : values) {
            consumer.startGroup();
            consumer.startField(ShardSchema.ELEMENT, 0);
            consumer.addInteger(value);
            consumer.endField(ShardSchema.ELEMENT, 0);
            consumer.endGroup();
        }
        consumer.endField(ShardSchema.LIST, 0);
        consumer.endGroup();
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
