package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.spark.train.refine.TinyWorkers.Averaging;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Spark runs a worker's round again where an executor is lost with the messages that the worker had
 * given back already: in the session that made them, or on an executor that knows nothing of it.
 */
class WorkerSessionTest {
    private static final int WORKER = 1;
    private static final int TASKS = TinyWorkers.TASKS.size();

    /** Each task has a step in each round. */
    private static final int STEPS = TASKS;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    void givesTheSameWhereAFinishedRoundIsRunAgain(Averaging averaging) {
        RunContext run = TinyWorkers.run(directory, averaging);
        try (WorkerSession here = new WorkerSession(run);
                WorkerSession elsewhere = new WorkerSession(run)) {
            round(here, WORKER, run, 0);
            float[][] once = round(here, WORKER, run, 1);

            assertThat(round(here, WORKER, run, 1)).isDeepEqualTo(once);
            assertThat(round(elsewhere, WORKER, run, 1)).isDeepEqualTo(once);
            // What the worker goes on with is the same, too.
            assertThat(round(elsewhere, WORKER, run, 2)).isDeepEqualTo(round(here, WORKER, run, 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesOnTheStateOfTheWorkerItServes(Averaging averaging) {
        RunContext run = TinyWorkers.run(directory, averaging);
        try (WorkerSession shared = new WorkerSession(run);
                WorkerSession own = new WorkerSession(run)) {
            round(shared, WORKER + 1, run, 0);
            round(own, WORKER, run, 0);

            assertThat(round(shared, WORKER, run, 1)).isDeepEqualTo(round(own, WORKER, run, 1));
        }
    }

    /** What the worker gives back: all chunks, and its counts of updates. */
    private static float[][] round(WorkerSession session, int worker, RunContext run, int round) {
        session.begin(worker, TinyWorkers.start(run, round));
        for (int i = 0; i < STEPS; i++) {
            session.step(step(worker, STEPS * round + i));
        }
        long[] counts = session.finish(List.of()).stepCounts();
        float[][] result = new float[session.chunkCount() + 1][];
        for (int chunk = 0; chunk < session.chunkCount(); chunk++) {
            result[chunk] = session.chunk(chunk);
        }
        result[session.chunkCount()] = new float[counts.length];
        for (int i = 0; i < counts.length; i++) {
            result[session.chunkCount()][i] = counts[i];
        }
        return result;
    }

    private static StepData step(int worker, int step) {
        int task = step % TASKS;
        List<EncodedExample> rows = TinyWorkers.TASKS.get(task).examples("train");
        int first = (7 * worker + 3 * step) % (rows.size() - TinyWorkers.ROWS);
        PackedBatch batch = new PackedBatch();
        batch.clear(task, step);
        rows.subList(first, first + TinyWorkers.ROWS).forEach(batch::add);
        return new StepData(
                new StepPath(step, List.of(new BatchRef(step, task, new int[] {0}))),
                List.of(batch));
    }
}
