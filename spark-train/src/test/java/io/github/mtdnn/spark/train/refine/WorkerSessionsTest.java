package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.spark.train.refine.TinyWorkers.Averaging;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSessionsTest {
    @TempDir private Path directory;

    @AfterEach
    void release() {
        WorkerSessions.releaseAll();
    }

    @Test
    void takeNoMoreMemoryThanWorkersSideBySideNeed() {
        RunContext run = TinyWorkers.run(directory, Averaging.MEAN);
        WorkerSession first = WorkerSessions.take(run, 0);
        WorkerSessions.giveBack(first);

        assertThat(WorkerSessions.take(run, 1)).isSameAs(first);
        assertThat(WorkerSessions.take(run, 0)).isNotSameAs(first);
    }

    @Test
    void giveAWorkerTheOneThatHoldsItsState() {
        RunContext run = TinyWorkers.run(directory, Averaging.DILOCO);
        WorkerSession of0 = WorkerSessions.take(run, 0);
        WorkerSession of1 = WorkerSessions.take(run, 1);
        of0.begin(0, TinyWorkers.start(run, 0));
        of1.begin(1, TinyWorkers.start(run, 0));
        for (WorkerSession session : List.of(of0, of1)) {
            session.finish(List.of());
            WorkerSessions.giveBack(session);
        }

        assertThat(WorkerSessions.take(run, 1)).isSameAs(of1);
        assertThat(WorkerSessions.take(run, 0)).isSameAs(of0);
    }

    @Test
    void areNotThoseOfAnEarlierRun() {
        RunContext earlier = TinyWorkers.run(directory, Averaging.MEAN);
        WorkerSession session = WorkerSessions.take(earlier, 0);
        WorkerSessions.giveBack(session);

        RunContext run = TinyWorkers.run(directory, Averaging.MEAN);
        assertThat(WorkerSessions.take(run, 0)).isNotSameAs(session);
    }
}
