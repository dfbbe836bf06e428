package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.averaging.SegmentAverage;
import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.spark.train.refine.WorkerMessage.Chunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/** Averages the workers' copies of one chunk on the executor where they landed. */
final class ChunkAverage
        implements PairFunction<Tuple2<Integer, Iterable<WorkerMessage>>, Integer, WorkerMessage> {
    private static final long serialVersionUID = 1L;

    private final SegmentAverage average;
    private final int chunkLength;
    private final int parameterChunks;

    /**
     * @param parameterChunks chunks of the parameters; those of the optimiser state follow
     */
    ChunkAverage(SegmentAverage average, int chunkLength, int parameterChunks) {
        this.average = average;
        this.chunkLength = chunkLength;
        this.parameterChunks = parameterChunks;
    }

    @Override
    public Tuple2<Integer, WorkerMessage> call(Tuple2<Integer, Iterable<WorkerMessage>> messages) {
        int key = messages._1();
        if (key < 0) {
            return new Tuple2<>(key, messages._2().iterator().next());
        }
        List<Chunk> chunks = new ArrayList<>();
        messages._2().forEach(message -> chunks.add((Chunk) message));
        chunks.sort(Comparator.comparingInt(Chunk::worker));
        int index = key < parameterChunks ? key : key - parameterChunks;
        float[] mean =
                average.average(
                        (long) index * chunkLength,
                        chunks.stream().map(Chunk::values).toArray(float[][]::new),
                        chunks.stream().map(Chunk::examples).toArray(long[][]::new));
        return new Tuple2<>(
                key, new Chunk(Chunk.AVERAGE, new long[0], WireFormat.FLOAT32, () -> mean));
    }
}
