package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Example;
import java.io.IOException;
import java.util.ArrayList;
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
    private final String rawHash;

    TextSplit(
            JavaSparkContext context,
            Configuration configuration,
            TextFormat format,
            ExampleMapper mapper,
            List<RowBlock> blocks,
            long leftOutRows,
            String rawHash) {
        this.context = context;
        this.configuration = configuration;
        this.format = format;
        this.mapper = mapper;
        this.blocks = List.copyOf(blocks);
        this.leftOutRows = leftOutRows;
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
        try (ExampleCursor cursor =
                new ExampleCursor(
                        format.open(configuration, block.stretch()), mapper, block.firstRow())) {
            while (cursor.next()) {
                if (cursor.nextRow() > row) {
                    return location(block, cursor.line());
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
