package io.github.mtdnn.schedule;

import io.github.mtdnn.config.Settings.ScheduleName;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.golden.GoldenFile.Precision;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateScheduleGoldenTest {
    private final GoldenFile golden = GoldenFile.open("schedules.npz", Precision.FLOAT64);

    @ParameterizedTest
    @EnumSource
    void followsTheRecordedFactors(ScheduleName name) {
        for (String total : golden.namesUnder("in/total")) {
            String array = "out/" + name.name().toLowerCase(Locale.ROOT) + total;
            LearningRateSchedule schedule =
                    new LearningRateSchedule(name, golden.scalar("in/warmup_proportion" + total));
            double[] factors = new double[golden.shape(array)[0]];
            for (int step = 0; step < factors.length; step++) {
                factors[step] = schedule.factor(step, (long) golden.scalar("in/total" + total));
            }
            golden.assertMatches(array, factors);
        }
    }
}
