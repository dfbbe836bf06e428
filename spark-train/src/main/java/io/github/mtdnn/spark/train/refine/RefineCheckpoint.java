package io.github.mtdnn.spark.train.refine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mtdnn.checkpoint.Safetensors;
import io.github.mtdnn.checkpoint.TensorInfo;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.store.ModelDirectory;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints that a refinement resumes from: the network, the optimiser's state and the place
 * in the plan, between two rounds. The last two are kept.
 */
final class RefineCheckpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POSITION = "training-state.json";
    private static final String STATE = "training-state.safetensors";
    private static final String PREFIX = "round-";
    private static final int KEPT = 2;

    private final RunDirectory run;
    private final TokenizerFiles tokenizer;

    RefineCheckpoint(RunDirectory run, TokenizerFiles tokenizer) {
        this.run = run;
        this.tokenizer = tokenizer;
    }

    /**
     * Where a refinement stands.
     *
     * @param nextRound the round to go on with
     * @param stepCounts updates made so far of the shared part and of each task head
     * @param configHash of the settings that the weights depend on
     * @param dataHash of the prepared examples
     * @param bestScore best mean dev metric so far; -Infinity before the first evaluation
     */
    record Position(
            int nextRound,
            long[] stepCounts,
            String configHash,
            String dataHash,
            double bestScore) {}

    /** Writes a checkpoint and deletes those that are not needed any more. */
    void write(NetworkSpec network, GlobalState state, Position position) {
        run.replaceDirectory(
                directory(position.nextRound()),
                aside -> {
                    new ModelDirectory(run.files(), aside)
                            .write(network, tokenizer, state.graph().params());
                    writeState(new Path(aside, STATE), state);
                    try (OutputStream out = run.files().create(new Path(aside, POSITION), true)) {
                        out.write(JSON.writeValueAsBytes(position));
                    }
                });
        List<Integer> rounds = rounds();
        for (int round : rounds.subList(0, Math.max(0, rounds.size() - KEPT))) {
            run.delete(directory(round));
        }
    }

    /** The rounds that there are checkpoints of, in their order. */
    List<Integer> rounds() {
        try {
            if (!run.files().exists(run.checkpoints())) {
                return List.of();
            }
            return Arrays.stream(run.files().listStatus(run.checkpoints()))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> Integer.parseInt(name.substring(PREFIX.length())))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw RunDirectory.unwritable(run.checkpoints(), e);
        }
    }

    /**
     * Fills the state from the last checkpoint, where there is one.
     *
     * @throws ConfigException if it belongs to other settings or other data
     */
    Optional<Position> resume(
            NetworkSpec network, GlobalState state, String configHash, String dataHash) {
        List<Integer> rounds = rounds();
        if (rounds.isEmpty()) {
            return Optional.empty();
        }
        Path directory = directory(rounds.get(rounds.size() - 1));
        Position position = readPosition(new Path(directory, POSITION));
        requireSame("settings", position.configHash(), configHash, directory);
        requireSame("training data", position.dataHash(), dataHash, directory);
        new ModelDirectory(run.files(), directory).readAllWeights(network, state.graph().params());
        ChunkedVector stored = readState(new Path(directory, STATE));
        if (state.averagesState()) {
            stored.copyTo(NetworkGraph.state(state.graph()));
            stored = ChunkedVector.empty(stored.chunkLength());
        }
        state.resume(position.nextRound(), position.stepCounts(), stored);
        return Optional.of(position);
    }

    private Path directory(int round) {
        return new Path(run.checkpoints(), PREFIX + "%06d".formatted(round));
    }

    private static void requireSame(String what, String stored, String current, Path directory) {
        if (!stored.equals(current)) {
            throw new ConfigException(
                    "%s was written with other %s (hash %s, now %s). Give this run a run.directory of its own, restore what was changed, or set refine.resume = false to begin anew."
                            .formatted(directory, what, stored, current));
        }
    }

    private Position readPosition(Path file) {
        try {
            return JSON.readValue(run.read(file), Position.class);
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s is not the place of a refinement: %s. Delete its directory to resume from the checkpoint before it."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** The averaged optimiser state, or the momentum of the outer step, chunk by chunk. */
    private void writeState(Path file, GlobalState state) throws IOException {
        ChunkedVector vector = state.storedVector();
        List<TensorInfo> tensors = new ArrayList<>();
        for (int i = 0; i < vector.chunks().size(); i++) {
            tensors.add(
                    new TensorInfo(
                            "state.%06d".formatted(i), new long[] {vector.chunks().get(i).length}));
        }
        Iterator<float[]> chunks = vector.chunks().iterator();
        try (OutputStream out = new BufferedOutputStream(run.files().create(file, true), 1 << 20)) {
            Safetensors.write(
                    out,
                    tensors,
                    Map.of("chunk_length", Integer.toString(vector.chunkLength())),
                    tensor -> chunks.next());
        }
    }

    private ChunkedVector readState(Path file) {
        List<float[]> chunks = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(run.files().open(file), 1 << 20)) {
            Safetensors.read(in, file.toString(), (tensor, values) -> chunks.add(values));
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s cannot be read: %s. Delete its directory to resume from the checkpoint before it."
                            .formatted(file, e.getMessage()),
                    e);
        }
        return new ChunkedVector(chunks.isEmpty() ? 1 : chunks.get(0).length, chunks);
    }
}
