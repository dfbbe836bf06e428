package io.github.mtdnn.spark.train.refine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The sessions of this JVM: as many as there are workers training in it side by side, whichever
 * these are. Spark moves a worker to another executor from one round to the next, so that with a
 * session for each an executor would come to hold the memory of all workers.
 */
final class WorkerSessions {
    private static final List<WorkerSession> FREE = new ArrayList<>();

    private WorkerSessions() {}

    /**
     * A session that nobody else uses until it is given back; where there is a choice, the one that
     * holds the worker's state. Free sessions of earlier runs are released.
     */
    static synchronized WorkerSession take(RunContext run, int worker) {
        List<WorkerSession> earlier = FREE.stream().filter(session -> !session.isOf(run)).toList();
        earlier.forEach(WorkerSession::close);
        FREE.removeAll(earlier);
        Optional<WorkerSession> free =
                FREE.stream()
                        .filter(session -> session.holdsStateOf(worker))
                        .findFirst()
                        .or(() -> FREE.stream().findFirst());
        free.ifPresent(FREE::remove);
        return free.orElseGet(() -> new WorkerSession(run));
    }

    static synchronized void giveBack(WorkerSession session) {
        FREE.add(session);
    }

    /**
     * Frees the memory of all free sessions of an application, for the stages that follow. Where
     * its executors work side by side, one of them may be passed over.
     */
    static void releaseAll(JavaSparkContext spark) {
        int tasks = spark.defaultParallelism();
        spark.parallelize(Collections.nCopies(tasks, 0), tasks).foreach(task -> releaseAll());
    }

    /** Frees the memory of all free sessions of this JVM. */
    static synchronized void releaseAll() {
        FREE.forEach(WorkerSession::close);
        FREE.clear();
    }
}
