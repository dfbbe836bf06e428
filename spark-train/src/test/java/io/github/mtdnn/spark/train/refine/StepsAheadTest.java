package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

@Timeout(60)
class StepsAheadTest {
    private static final List<String> PATHS =
            List.of("step/0;1:0=1", "step/1;1:0=2", "step/2;1:0=3");

    private static MultiDataSet step(Source source) {
        return new StepData(StepPath.parse(source.getPath()), List.of());
    }

    @Test
    void givesAllStepsInTheirOrder() {
        List<String> given = new ArrayList<>();
        try (StepsAhead steps = new StepsAhead(PATHS.iterator(), StepsAheadTest::step)) {
            while (steps.hasNext()) {
                given.add(((StepData) steps.next()).path().toString());
            }
        }
        assertThat(given).isEqualTo(PATHS);
    }

    @Test
    void readsTheNextStepWhileOneIsInTraining() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);
        MultiDataSetLoader loader =
                source -> {
                    second.countDown();
                    return step(source);
                };
        try (StepsAhead steps = new StepsAhead(PATHS.iterator(), loader)) {
            steps.next();
            second.await(); // nobody has asked for it
            assertThat(steps.hasNext()).isTrue();
        }
    }

    @Test
    void throwsWhatTheLoaderDoesWhereTheStepIsDue() {
        MultiDataSetLoader loader =
                source -> {
                    if (source.getPath().equals(PATHS.get(1))) {
                        throw new DataFormatException("shard 3 is damaged");
                    }
                    return step(source);
                };
        try (StepsAhead steps = new StepsAhead(PATHS.iterator(), loader)) {
            steps.next();
            assertThatExceptionOfType(DataFormatException.class)
                    .isThrownBy(steps::next)
                    .withMessage("shard 3 is damaged");
        }
    }
}
