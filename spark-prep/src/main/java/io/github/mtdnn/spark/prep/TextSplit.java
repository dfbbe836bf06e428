package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** A split in text files, cut into blocks that can be read side by side. */
final class TextSplit implements RawSplit {
    private final JavaSparkContext context;
    private final Configuration configuration;
    private final TextFormat format;
    private final ExampleMapper mapper;
    private final List<RowBlock> blocks;
    private final long leftOutRows;
    private final long badRows;
    private final String rawHash;

    TextSplit(
            JavaSparkContext context,
            Configuration configuration,
            TextFormat format,
            ExampleMapper mapper,
            List<RowBlock> blocks,
            long leftOutRows,
            long badRows,
            String rawHash) {
        this.context = context;
        this.configuration = configuration;
        this.format = format;
        this.mapper = mapper;
        this.blocks = List.copyOf(blocks);
        this.leftOutRows = leftOutRows;
        this.badRows = badRows;
        this.rawHash = rawHash;
    }

    @Override
    public long rows() {
        RowBlock last = blocks.get(blocks.size() - 1);
        return last.firstRow() + last.rows();
    }

    @Override
    public long leftOutRows() {
        return leftOutRows;
    }

    @Override
    public long badRows() {
        return badRows;
    }

    @Override
    public JavaRDD<BadRow> quarantined() {
        Broadcast<SerializableConfiguration> shared =
                context.broadcast(new SerializableConfiguration(configuration));
        TextFormat format = this.format;
        ExampleMapper mapper = this.mapper;
        return context.parallelize(blocks, blocks.size())
                .flatMap(block -> badRows(shared.value().value(), format, mapper, block));
    }

    private static Iterator<BadRow> badRows(
            Configuration configuration, TextFormat format, ExampleMapper mapper, RowBlock block) {
        RawFile file = block.stretch().file();
        List<BadRow> found = new ArrayList<>();
        BadRowSink sink =
                (line, raw, problem) ->
                        found.add(
                                new BadRow(
                                        file.name(),
                                        block.linesBefore() + line,
                                        problem.getMessage(),
                                        raw));
        try (ExampleCursor cursor = format.open(configuration, block, mapper, sink)) {
            while (cursor.next()) {
                // The sink has what is looked for.
            }
        } catch (IOException e) {
            throw RawFile.unreadable(file.name(), e);
        }
        return found.iterator();
    }

    @Override
    public String rawHash() {
        return rawHash;
    }

    @Override
    public JavaRDD<Example> examples(int rowsPerPartition) {
        List<RowRange> ranges = ranges(rowsPerPartition);
        Broadcast<SerializableConfiguration> shared =
                context.broadcast(new SerializableConfiguration(configuration));
        TextFormat format = this.format;
        ExampleMapper mapper = this.mapper;
        return context.parallelize(ranges, ranges.size())
                .flatMap(
                        range ->
                                new RowRangeIterator(
                                        shared.value().value(), format, mapper, range));
    }

    /** Cuts the split into ranges, each with the blocks that hold its rows. */
    private List<RowRange> ranges(int rowsPerRange) {
        List<RowRange> ranges = new ArrayList<>();
        int block = 0;
        for (long first = 0; first < rows(); first += rowsPerRange) {
            long end = Math.min(rows(), first + rowsPerRange);
            while (endRow(block) <= first) {
                block++;
            }
            int last = block;
            while (endRow(last) < end) {
                last++;
            }
            ranges.add(new RowRange(first, end, new ArrayList<>(blocks.subList(block, last + 1))));
        }
        return ranges;
    }

    private long endRow(int block) {
        return blocks.get(block).firstRow() + blocks.get(block).rows();
    }

    @Override
    public String locate(long row) {
        RowBlock block =
                blocks.stream()
                        .filter(b -> row >= b.firstRow() && row < b.firstRow() + b.rows())
                        .findFirst()
                        .orElseThrow();
        try (ExampleCursor cursor = format.open(configuration, block, mapper)) {
            while (cursor.next()) {
                if (cursor.nextRow() > row) {
                    String line = location(block, cursor.line());
                    return cursor.place().isEmpty() ? line : line + ", " + cursor.place();
                }
            }
        } catch (IOException e) {
            throw RawFile.unreadable(block.stretch().file().name(), e);
        }
        return block.stretch().file().name();
    }

    /** Names a line as messages do. */
    static String location(RowBlock block, long lineInBlock) {
        return location(block.stretch().file(), block.linesBefore() + lineInBlock);
    }

    static String location(RawFile file, long line) {
        return "%s line %d".formatted(file.name(), line);
    }
}
