package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.ExampleColumns;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.failure.DataFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
        /** What tells examples and labels apart: not token types, which follow from the ids. */
        COUNTING(
                ExampleColumns.UID,
                ExampleColumns.TOKEN_TYPE_IDS,
                ExampleColumns.TOKEN_STARTS,
                ExampleColumns.TOKEN_ENDS,
                ExampleColumns.TEXT,
                ExampleColumns.ANSWERS),
        /** All that training needs: not what predictions are named and judged by. */
        TRAINING(
                ExampleColumns.UID,
                ExampleColumns.TOKEN_ENDS,
                ExampleColumns.TEXT,
                ExampleColumns.ANSWERS),
        ALL;

        private final Set<String> leftOut;

        Columns(String... leftOut) {
            this.leftOut = Set.of(leftOut);
        }

        private boolean has(String name) {
            return !leftOut.contains(name);
        }
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
        List<Type> fields = new ArrayList<>(ShardSchema.SCHEMA.getFields());
        fields.removeIf(field -> !columns.has(field.getName()));
        return new MessageType(ShardSchema.SCHEMA.getName(), fields);
    }

    /** The arrays, filled row group by row group. */
    private static final class Rows {
        private static final String NONE = "";

        private final Columns columns;
        private final int[] offsets;
        private final int[] inputIds;
        private final int[] tokenTypeIds;
        private final double[] labels;
        private final int[] spanFirsts;
        private final int[] spanLasts;
        private final int[] groupStarts;
        private final List<String> uids = new ArrayList<>();
        private final List<String> groups = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final List<List<String>> answers = new ArrayList<>();
        private int[] tokenLabels = {};
        private int[] firstChars = {};
        private int[] endChars = {};
        private String lastGroup = NONE;
        private int groupCount;
        private int rows;

        Rows(int rows, int tokens, Columns columns) {
            this.columns = columns;
            offsets = new int[rows + 1];
            inputIds = new int[tokens];
            tokenTypeIds = new int[columns.has(ExampleColumns.TOKEN_TYPE_IDS) ? tokens : 0];
            labels = new double[rows];
            spanFirsts = new int[rows];
            spanLasts = new int[rows];
            groupStarts = new int[rows + 1];
        }

        void append(ColumnReadStoreImpl store, MessageType schema, int added) {
            RowGroup from = new RowGroup(store, schema, added);
            appendIds(from.list(ExampleColumns.INPUT_IDS), added);
            if (columns.has(ExampleColumns.TOKEN_TYPE_IDS)) {
                appendTokens(from.list(ExampleColumns.TOKEN_TYPE_IDS), tokenTypeIds, 0);
            }
            tokenLabels =
                    appendTokens(
                            from.list(ExampleColumns.TOKEN_LABELS),
                            tokenLabels,
                            EncodedExample.NO_LABEL);
            if (columns.has(ExampleColumns.TOKEN_STARTS)) {
                firstChars =
                        appendTokens(
                                from.list(ExampleColumns.TOKEN_STARTS),
                                firstChars,
                                EncodedExample.Span.OUTSIDE);
            }
            from.forEach(
                    ExampleColumns.LABEL,
                    (i, label) ->
                            labels[rows + i] = label == null ? Double.NaN : label.getDouble());
            from.forEach(
                    ExampleColumns.SPAN_START,
                    (i, first) -> spanFirsts[rows + i] = intOrNoSpan(first));
            from.forEach(
                    ExampleColumns.SPAN_END, (i, last) -> spanLasts[rows + i] = intOrNoSpan(last));
            from.forEach(ExampleColumns.GROUP, (i, group) -> addGroup(rows + i, text(group)));
            if (columns == Columns.ALL) {
                appendEvidence(from);
            }
            rows += added;
        }

        private void appendEvidence(RowGroup from) {
            from.forEach(ExampleColumns.UID, (i, uid) -> uids.add(text(uid)));
            from.forEach(ExampleColumns.TEXT, (i, text) -> texts.add(text(text)));
            endChars =
                    appendTokens(
                            from.list(ExampleColumns.TOKEN_ENDS),
                            endChars,
                            EncodedExample.Span.OUTSIDE);
            appendAnswers(from.list(ExampleColumns.ANSWERS));
        }

        private void addGroup(int row, String group) {
            if (row == 0 || !EncodedExample.isSameGroup(group, lastGroup)) {
                groupStarts[groupCount++] = row;
                lastGroup = group;
            }
            if (columns == Columns.ALL) {
                groups.add(lastGroup); // one object for all rows of a group
            }
        }

        EncodedShard finish() {
            groupStarts[groupCount] = rows;
            return new EncodedShard(
                    offsets,
                    inputIds,
                    tokenTypeIds,
                    labels,
                    Arrays.copyOf(groupStarts, groupCount + 1),
                    tokenLabels,
                    new EncodedShard.Spans(spanFirsts, spanLasts, firstChars),
                    columns == Columns.ALL
                            ? new EncodedShard.Evidence(uids, groups, endChars, texts, answers)
                            : EncodedShard.Evidence.NONE);
        }

        private static int intOrNoSpan(ColumnReader value) {
            return value == null ? EncodedExample.NO_SPAN : value.getInteger();
        }

        private static String text(ColumnReader value) {
            return value == null ? NONE : value.getBinary().toStringUsingUTF8();
        }

        /** A value of repetition level 0 begins a row; no row is empty, each has its specials. */
        private void appendIds(ColumnReader column, int added) {
            int row = rows;
            int next = offsets[rows];
            long count = column.getTotalValueCount();
            for (long i = 0; i < count; i++) {
                if (column.getCurrentRepetitionLevel() == 0) {
                    offsets[row++] = next;
                }
                inputIds[next++] = column.getInteger();
                column.consume();
            }
            offsets[rows + added] = next;
        }

        /**
         * Numbers beside the tokens. Memory is made at the first row that has some.
         *
         * @param absent what the tokens of rows without have
         * @return the array to go on with
         */
        private int[] appendTokens(ColumnReader column, int[] values, int absent) {
            int[] filled = values;
            int present = column.getDescriptor().getMaxDefinitionLevel();
            int row = rows - 1;
            int next = 0;
            long count = column.getTotalValueCount();
            for (long i = 0; i < count; i++) {
                if (column.getCurrentRepetitionLevel() == 0) {
                    next = offsets[++row];
                }
                if (column.getCurrentDefinitionLevel() == present) {
                    if (filled.length == 0) {
                        filled = new int[inputIds.length];
                        Arrays.fill(filled, absent);
                    }
                    filled[next++] = column.getInteger();
                }
                column.consume();
            }
            return filled;
        }

        private void appendAnswers(ColumnReader column) {
            int present = column.getDescriptor().getMaxDefinitionLevel();
            List<String> ofRow = new ArrayList<>();
            long count = column.getTotalValueCount();
            for (long i = 0; i < count; i++) {
                if (i > 0 && column.getCurrentRepetitionLevel() == 0) {
                    answers.add(List.copyOf(ofRow));
                    ofRow.clear();
                }
                if (column.getCurrentDefinitionLevel() == present) {
                    ofRow.add(column.getBinary().toStringUsingUTF8());
                }
                column.consume();
            }
            answers.add(List.copyOf(ofRow));
        }
    }

    /** What a row has in a column. */
    private interface RowReader {
        /**
         * @param row number within the row group
         * @param value stands at the row's value; null where the row has none
         */
        void read(int row, ColumnReader value);
    }

    /** The columns of some rows. */
    private record RowGroup(ColumnReadStoreImpl store, MessageType schema, int rows) {

        void forEach(String name, RowReader reader) {
            ColumnReader column = store.getColumnReader(schema.getColumnDescription(path(name)));
            int present = column.getDescriptor().getMaxDefinitionLevel();
            for (int row = 0; row < rows; row++) {
                reader.read(row, column.getCurrentDefinitionLevel() == present ? column : null);
                column.consume();
            }
        }

        ColumnReader list(String name) {
            return store.getColumnReader(
                    schema.getColumnDescription(path(name, ShardSchema.LIST, ShardSchema.ELEMENT)));
        }

        private static String[] path(String... names) {
            return names;
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
