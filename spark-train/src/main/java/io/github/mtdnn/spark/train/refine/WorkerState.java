package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import io.github.mtdnn.spark.train.vector.WireNumbers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What a worker keeps from round to round ({@code diloco}): the optimiser's state, and what
 * rounding has kept back of its changes. It is stored in the run directory after each round, so
 * that the loss of an executor, a retried task and a resumed run all continue from the state of the
 * round before.
 */
final class WorkerState {
    private static final int MAGIC = 0x4d545753; // "MTWS"

    /**
     * The state after a round.
     *
     * @param stepCounts updates made so far of the shared part and of each task head
     * @param moments of the optimiser
     * @param residual what rounding has kept back of the worker's changes; empty where they are not
     *     rounded
     */
    record Snapshot(long[] stepCounts, ChunkedVector moments, ChunkedVector residual) {}

    private final RunDirectory run;

    WorkerState(RunDirectory run) {
        this.run = run;
    }

    /** Stores the state after {@code round}. */
    void write(int worker, int round, Snapshot snapshot) {
        run.replaceFile(
                file(worker, round),
                out -> {
                    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
                    data.writeInt(MAGIC);
                    data.writeInt(snapshot.stepCounts().length);
                    for (long count : snapshot.stepCounts()) {
                        data.writeLong(count);
                    }
                    write(data, snapshot.moments());
                    write(data, snapshot.residual());
                    data.flush();
                });
    }

    private static void write(DataOutputStream data, ChunkedVector vector) throws IOException {
        data.writeInt(vector.chunkLength());
        data.writeInt(vector.chunks().size());
        for (float[] chunk : vector.chunks()) {
            data.writeInt(chunk.length);
            WireNumbers.write(chunk, WireFormat.FLOAT32, data);
        }
    }

    /**
     * The state after {@code round}.
     *
     * @throws DataFormatException if it is missing or damaged
     */
    Snapshot read(int worker, int round) {
        Path file = file(worker, round);
        try (DataInputStream data =
                new DataInputStream(new BufferedInputStream(run.files().open(file), 1 << 20))) {
            if (data.readInt() != MAGIC) {
                throw damaged(file, "it does not begin as such a file does", null);
            }
            LongBuffer counts = numbers(data, Long.BYTES).asLongBuffer();
            long[] stepCounts = new long[counts.remaining()];
            counts.get(stepCounts);
            return new Snapshot(stepCounts, vector(data), vector(data));
        } catch (EOFException e) {
            throw damaged(file, "it ends too early", e);
        } catch (IOException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static ChunkedVector vector(DataInputStream data) throws IOException {
        int chunkLength = data.readInt();
        int count = data.readInt();
        if (count < 0) {
            throw new IOException("a vector of " + count + " chunks");
        }
        List<float[]> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FloatBuffer values = numbers(data, Float.BYTES).asFloatBuffer();
            float[] chunk = new float[values.remaining()];
            values.get(chunk);
            chunks.add(chunk);
        }
        return new ChunkedVector(chunkLength, chunks);
    }

    /** Numbers after their count. Takes no more memory than is there to be read. */
    private static ByteBuffer numbers(DataInputStream data, int bytesEach) throws IOException {
        int count = data.readInt();
        if (count < 0 || count > Integer.MAX_VALUE / bytesEach) {
            throw new IOException("a length of " + count);
        }
        byte[] bytes = data.readNBytes(count * bytesEach);
        if (bytes.length < count * bytesEach) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Deletes the states of all rounds but those given. */
    void keepOnly(List<Integer> rounds) {
        List<String> kept = rounds.stream().map(WorkerState::directoryName).toList();
        try {
            if (!run.files().exists(run.workers())) {
                return;
            }
            for (FileStatus entry : run.files().listStatus(run.workers())) {
                if (!kept.contains(entry.getPath().getName())) {
                    run.delete(entry.getPath());
                }
            }
        } catch (IOException e) {
            throw RunDirectory.unwritable(run.workers(), e);
        }
    }

    private Path file(int worker, int round) {
        return new Path(run.workers(), directoryName(round) + "/worker-" + worker + ".state");
    }

    private static String directoryName(int round) {
        return "after-round-%06d".formatted(round);
    }

    private static DataFormatException damaged(Path file, String why, IOException cause) {
        return new DataFormatException(
                "%s: the optimiser state of a worker cannot be read: %s. Start the refinement again with refine.resume = false, or restore the file."
                        .formatted(file, why),
                cause);
    }
}
