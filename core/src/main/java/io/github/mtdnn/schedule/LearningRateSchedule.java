package io.github.mtdnn.schedule;

import io.github.mtdnn.config.Settings.ScheduleName;

/**
 * Course of the learning rate: it rises linearly over the first W = warmup · T steps and then falls
 * as the name says, k being the steps made and T all steps of the run:
 *
 * <pre>
 *   k &lt; W      k / max(1, W)
 *   LINEAR     max(0, (T - k) / max(1, T - W))
 *   COSINE     max(0, (1 + cos(π (k - W) / max(1, T - W))) / 2)
 *   CONSTANT   1
 * </pre>
 *
 * @param name course after warm-up
 * @param warmup share of all steps over which the rate rises, in [0, 1]
 */
public record LearningRateSchedule(ScheduleName name, double warmup) {

    public LearningRateSchedule {
        if (!(warmup >= 0 && warmup <= 1)) {
            throw new IllegalArgumentException(
                    "a share of warm-up of %s is not between 0 and 1".formatted(warmup));
        }
    }

    /**
     * Factor of the learning rate for the next step.
     *
     * @param stepsMade k
     * @param totalSteps T
     */
    public double factor(long stepsMade, long totalSteps) {
        double warmupSteps = warmup * totalSteps;
        if (stepsMade < warmupSteps) {
            return stepsMade / Math.max(1, warmupSteps);
        }
        double decaySteps = Math.max(1, totalSteps - warmupSteps);
        return switch (name) {
            case LINEAR -> Math.max(0, (totalSteps - stepsMade) / decaySteps);
            case COSINE ->
                    Math.max(
                            0,
                            (1 + Math.cos(Math.PI * (stepsMade - warmupSteps) / decaySteps)) / 2);
            case CONSTANT -> 1;
        };
    }
}
