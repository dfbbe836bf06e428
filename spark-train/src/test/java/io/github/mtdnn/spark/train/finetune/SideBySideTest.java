package io.github.mtdnn.spark.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.train.TinyRun;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SideBySideTest {
    private static final int POLL_MILLIS = 5;

    private final JavaSparkContext spark =
            JavaSparkContext.fromSparkContext(TinyRun.session().sparkContext());

    @Test
    void givesTheResultsInTheOrderOfThePieces() {
        List<Callable<Integer>> pieces =
                List.of(() -> pause(200, 1), () -> pause(0, 2), () -> pause(50, 3));

        assertThat(new SideBySide(spark, 3).run(pieces)).containsExactly(1, 2, 3);
    }

    @Test
    @Timeout(60)
    void cancelsTheJobsOfTheOthersWhereOneFails() throws InterruptedException {
        List<Callable<Integer>> pieces =
                List.of(
                        () -> spark.parallelize(List.of(1), 1).map(one -> untilCancelled()).first(),
                        () -> {
                            while (spark.statusTracker().getActiveJobIds().length == 0) {
                                Thread.sleep(POLL_MILLIS);
                            }
                            throw new DataFormatException("row 7 is broken");
                        });

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> new SideBySide(spark, 2).run(pieces))
                .withMessage("row 7 is broken");
        awaitNoJob(); // Spark's account of what runs lags a little behind
    }

    @Test
    void doesNotBeginWhatWaitsWhereOneFails() {
        AtomicBoolean begun = new AtomicBoolean();
        List<Callable<Boolean>> pieces =
                List.of(
                        () -> {
                            throw new DataFormatException("row 7 is broken");
                        },
                        () -> pause(500, true),
                        () -> begun.getAndSet(true));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> new SideBySide(spark, 1).run(pieces));
        assertThat(begun).isFalse();
    }

    private void awaitNoJob() throws InterruptedException {
        while (spark.statusTracker().getActiveJobIds().length > 0) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static <T> T pause(long millis, T result) throws InterruptedException {
        Thread.sleep(millis);
        return result;
    }

    private static int untilCancelled() throws InterruptedException {
        while (!TaskContext.get().isInterrupted()) {
            Thread.sleep(POLL_MILLIS);
        }
        return 0;
    }
}
