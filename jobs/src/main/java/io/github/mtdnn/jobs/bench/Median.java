package io.github.mtdnn.jobs.bench;

import java.util.Arrays;

/** Times work several times over. */
final class Median {
    private Median() {}

    /** Median of {@code repeats} runs, in seconds, after some that do not count. */
    static double seconds(int warmUp, int repeats, Runnable work) {
        for (int i = 0; i < warmUp; i++) {
            work.run();
        }
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long began = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - began) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[repeats / 2];
    }
}
