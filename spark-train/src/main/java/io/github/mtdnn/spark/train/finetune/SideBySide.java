package io.github.mtdnn.spark.train.finetune;

import io.github.mtdnn.spark.failure.TaskFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs pieces of work with Spark jobs of their own, several at a time. As soon as one fails, the
 * jobs of the others are cancelled: what is to be mended is told at once, and nothing goes on
 * behind a run that has ended.
 */
final class SideBySide {
    private static final int CANCEL_AGAIN_MILLIS = 100;

    private final JavaSparkContext spark;
    private final int threads;
    private final String jobGroup = UUID.randomUUID().toString();
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param threads pieces at a time
     */
    SideBySide(JavaSparkContext spark, int threads) {
        this.spark = spark;
        this.threads = threads;
    }

    /** What the pieces give, in their order; throws what the first to fail throws. */
    <T> List<T> run(List<Callable<T>> pieces) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CompletionService<T> completed = new ExecutorCompletionService<>(pool);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> piece : pieces) {
                futures.add(completed.submit(() -> call(piece)));
            }
            for (int i = 0; i < futures.size(); i++) {
                completed.take().get();
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw TaskFailures.unwrap(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while work was going on", e);
        } finally {
            end(pool);
        }
    }

    private <T> T call(Callable<T> piece) throws Exception {
        if (ended.get()) {
            throw new CancellationException("a piece before this one has failed");
        }
        spark.setJobGroup(jobGroup, "side by side", false);
        return piece.call();
    }

    /** A piece may have been about to start a job, so its jobs are cancelled until it is over. */
    private void end(ExecutorService pool) {
        ended.set(true);
        pool.shutdown();
        try {
            while (!pool.awaitTermination(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                spark.cancelJobGroup(jobGroup);
            }
        } catch (InterruptedException e) {
            spark.cancelJobGroup(jobGroup);
            Thread.currentThread().interrupt();
        }
    }
}
