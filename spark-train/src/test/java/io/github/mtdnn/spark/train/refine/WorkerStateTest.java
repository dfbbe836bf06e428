package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerStateTest {
    private static final WorkerState.Snapshot SNAPSHOT =
            new WorkerState.Snapshot(
                    new long[] {12, 7, 1L << 40},
                    new ChunkedVector(3, List.of(new float[] {1, -2, 3}, new float[] {0.5f})),
                    new ChunkedVector(3, List.of(new float[] {0.25f})));

    @TempDir private Path directory;

    private WorkerState states;

    @BeforeEach
    void openRun() {
        states = new WorkerState(RunDirectory.at(directory.toString(), new Configuration()));
    }

    @Test
    void readsWhatItWrote() {
        states.write(1, 9, SNAPSHOT);

        WorkerState.Snapshot read = states.read(1, 9);

        assertThat(read.stepCounts()).containsExactly(12, 7, 1L << 40);
        assertThat(read.moments().chunkLength()).isEqualTo(3);
        assertThat(read.moments().chunks())
                .containsExactly(new float[] {1, -2, 3}, new float[] {0.5f});
        assertThat(read.residual().chunks()).containsExactly(new float[] {0.25f});
    }

    @Test
    void keepsAFileForEachWorkerAndRoundAndNothingElse() throws IOException {
        states.write(0, 9, SNAPSHOT);
        states.write(1, 9, SNAPSHOT);
        states.write(1, 9, SNAPSHOT);
        states.write(1, 10, SNAPSHOT);

        assertThat(files())
                .containsExactly(
                        "after-round-000009/worker-0.state",
                        "after-round-000009/worker-1.state",
                        "after-round-000010/worker-1.state");
    }

    @Test
    void forgetsTheRoundsThatAreNotNeeded() throws IOException {
        states.keepOnly(List.of(0)); // nothing has been stored yet
        for (int round = 7; round <= 10; round++) {
            states.write(0, round, SNAPSHOT);
        }

        states.keepOnly(List.of(10, 8));

        assertThat(files())
                .containsExactly(
                        "after-round-000008/worker-0.state", "after-round-000010/worker-0.state");
    }

    @Test
    void saysWhatToDoWhereAStateIsMissing() {
        assertRefused("worker-1.state", "does not exist");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7, 8, 31, 32, 36, 44, 57, 63, 64, 68, 79})
    void saysThatAFileIsCutOff(int length) throws IOException {
        states.write(1, 9, SNAPSHOT);
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), length));

        assertRefused("it ends too early");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7, it does not begin as such a file does",
        "4, -1, a length of -1",
        "4, 2147483647, a length of 2147483647",
        "4, 200000000, it ends too early",
        "36, -2, a vector of -2 chunks",
        "68, -1, a vector of -1 chunks",
        "40, 2147483647, a length of 2147483647",
        "40, 500000000, it ends too early",
    })
    void refusesADamagedNumberWithoutTakingMemoryForIt(int position, int number, String message)
            throws IOException {
        states.write(1, 9, SNAPSHOT);
        byte[] content = Files.readAllBytes(file());
        ByteBuffer.wrap(content).putInt(position, number);
        Files.write(file(), content);

        assertRefused(message);
    }

    private void assertRefused(String... messageParts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> states.read(1, 9))
                .withMessageContaining("refine/workers/after-round-000009/worker-1.state: ")
                .withMessageContaining("the optimiser state of a worker cannot be read: ")
                .withMessageContaining("refine.resume = false, or restore the file")
                .satisfies(e -> assertThat(e.getMessage()).contains(messageParts));
    }

    private Path file() {
        return workers().resolve("after-round-000009/worker-1.state");
    }

    private Path workers() {
        return directory.resolve("refine/workers");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(workers())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> workers().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
