package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.ExampleColumns;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.failure.DataFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads a shard into memory on whatever machine needs it, without Spark SQL: one pass over the
 * file, its checksum compared with the manifest's, the values copied straight into packed arrays.
 */
public final class ShardFile {
    private ShardFile() {}

    /** Which columns to read. */
    public enum Columns {
        /** All that training needs. */
        WITHOUT_UIDS,
        ALL
    }

    /**
     * @param directory directory of the manifest that names the shard
     * @throws DataFormatException where the file is missing or is not the one that was written
     */
    public static EncodedShard read(
            Configuration configuration, Path directory, Manifest.Shard shard, Columns columns) {
        Path file = new Path(directory, shard.file());
        byte[] content = readVerified(configuration, file, shard);
        try {
            return decode(content, file, shard, columns);
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s: cannot be read as Parquet: %s. Run prepare again."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Whether the file of a shard is there and is the one that was written. */
    static boolean isIntact(Configuration configuration, Path directory, Manifest.Shard shard) {
        try {
            readVerified(configuration, new Path(directory, shard.file()), shard);
            return true;
        } catch (DataFormatException e) {
            return false;
        }
    }

    private static byte[] readVerified(
            Configuration configuration, Path file, Manifest.Shard shard) {
        byte[] content;
        try {
            FileSystem fileSystem = StoreFileSystem.of(file, configuration);
            long bytes = fileSystem.getFileStatus(file).getLen();
            if (bytes > Integer.MAX_VALUE - 8) {
                throw new DataFormatException(
                        "%s: %d bytes, but a shard is read as a whole and may have 2 GiB at most. "
                                        .formatted(file, bytes)
                                + "Lower data.shard-rows and run prepare again.");
            }
            content = new byte[(int) bytes];
            try (FSDataInputStream in = fileSystem.open(file)) {
                in.readFully(0, content);
            }
        } catch (FileNotFoundException e) {
            throw new DataFormatException(
                    "%s: this shard is named in %s beside it, but is not there. Run prepare again."
                            .formatted(file, Manifest.FILE_NAME),
                    e);
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s: cannot be read: %s. Mend the file system, or run prepare again."
                            .formatted(file, e.getMessage()),
                    e);
        }
        String found = Sha256.of(content);
        if (!found.equals(shard.sha256())) {
            throw new DataFormatException(
                    ("%s: the checksum is %s, but %s expects %s; the file was damaged or "
                                            + "replaced after")
                                    .formatted(file, found, Manifest.FILE_NAME, shard.sha256())
                            + " it was written. Run prepare again.");
        }
        return content;
    }

    private static EncodedShard decode(
            byte[] content, Path file, Manifest.Shard shard, Columns columns) throws IOException {
        MessageType schema = projection(columns);
        ParquetReadOptions options = ParquetReadOptions.builder().build();
        try (ParquetFileReader reader =
                ParquetFileReader.open(new ByteArrayInputFile(content), options)) {
            if (reader.getRecordCount() != shard.rows()) {
                throw new DataFormatException(
                        "%s: has %d rows, but %s expects %d. Run prepare again."
                                .formatted(
                                        file,
                                        reader.getRecordCount(),
                                        Manifest.FILE_NAME,
                                        shard.rows()));
            }
            reader.setRequestedSchema(schema);
            Rows rows =
                    new Rows(
                            Math.toIntExact(shard.rows()),
                            Math.toIntExact(shard.tokens()),
                            columns);
            String createdBy = reader.getFileMetaData().getCreatedBy();
            PageReadStore pages = reader.readNextRowGroup();
            while (pages != null) {
                rows.append(
                        new ColumnReadStoreImpl(pages, new NoConverter(schema), schema, createdBy),
                        schema,
                        Math.toIntExact(pages.getRowCount()));
                pages = reader.readNextRowGroup();
            }
            return rows.finish();
        }
    }

    private static MessageType projection(Columns columns) {
        if (columns == Columns.ALL) {
            return ShardSchema.SCHEMA;
        }
        List<Type> fields = new ArrayList<>(ShardSchema.SCHEMA.getFields());
        fields.removeIf(field -> field.getName().equals(ExampleColumns.UID));
        return new MessageType(ShardSchema.SCHEMA.getName(), fields);
    }

    /** The arrays, filled row group by row group. */
    private static final class Rows {
        private final String[] uids;
        private final int[] offsets;
        private final int[] inputIds;
        private final int[] tokenTypeIds;
        private final double[] labels;
        private int rows;

        Rows(int rows, int tokens, Columns columns) {
            uids = new String[columns == Columns.ALL ? rows : 0];
            offsets = new int[rows + 1];
            inputIds = new int[tokens];
            tokenTypeIds = new int[tokens];
            labels = new double[rows];
        }

        void append(ColumnReadStoreImpl columns, MessageType schema, int added) {
            if (uids.length > 0) {
                appendUids(column(columns, schema, ExampleColumns.UID), added);
            }
            appendLabels(column(columns, schema, ExampleColumns.LABEL), added);
            String[] ids = {ExampleColumns.INPUT_IDS, ShardSchema.LIST, ShardSchema.ELEMENT};
            appendList(column(columns, schema, ids), inputIds, added, true);
            String[] types = {ExampleColumns.TOKEN_TYPE_IDS, ShardSchema.LIST, ShardSchema.ELEMENT};
            appendList(column(columns, schema, types), tokenTypeIds, added, false);
            rows += added;
        }

        EncodedShard finish() {
            return new EncodedShard(uids, offsets, inputIds, tokenTypeIds, labels);
        }

        private static ColumnReader column(
                ColumnReadStoreImpl columns, MessageType schema, String... path) {
            return columns.getColumnReader(schema.getColumnDescription(path));
        }

        private void appendUids(ColumnReader column, int added) {
            for (int i = 0; i < added; i++) {
                uids[rows + i] = column.getBinary().toStringUsingUTF8();
                column.consume();
            }
        }

        private void appendLabels(ColumnReader column, int added) {
            int present = column.getDescriptor().getMaxDefinitionLevel();
            for (int i = 0; i < added; i++) {
                boolean known = column.getCurrentDefinitionLevel() == present;
                labels[rows + i] = known ? column.getDouble() : Double.NaN;
                column.consume();
            }
        }

        /** A value of repetition level 0 begins a row; no row is empty, each has its specials. */
        private void appendList(ColumnReader column, int[] values, int added, boolean countRows) {
            int row = rows;
            int next = offsets[rows];
            long count = column.getTotalValueCount();
            for (long i = 0; i < count; i++) {
                if (countRows && column.getCurrentRepetitionLevel() == 0) {
                    offsets[row++] = next;
                }
                values[next++] = column.getInteger();
                column.consume();
            }
            if (countRows) {
                offsets[rows + added] = next;
            }
        }
    }

    /** Parquet asks for converters even where values are fetched by hand; these do nothing. */
    private static final class NoConverter extends GroupConverter {
        private final GroupType group;

        NoConverter(GroupType group) {
            this.group = group;
        }

        @Override
        public Converter getConverter(int field) {
            Type type = group.getType(field);
            return type.isPrimitive()
                    ? new PrimitiveConverter() {}
                    : new NoConverter(type.asGroupType());
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
