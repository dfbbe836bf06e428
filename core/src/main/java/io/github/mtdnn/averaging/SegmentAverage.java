package io.github.mtdnn.averaging;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Averages the workers' flat vectors part by part, so that each part may have weights of its own:
 * the shared encoder counts a worker by all its examples of the round, a task head by the examples
 * of its task, so that a worker that never saw a task does not hold its head back.
 *
 * <p>Where no worker saw a task, its head is averaged like the shared part (all workers still agree
 * on it, unless heads of absent tasks move by decay and momentum).
 *
 * <p>A vector longer than the parameters repeats their layout: optimiser state is the first moment
 * and then the second one.
 *
 * @param ends where the parts of the parameters end: the shared part first, then each task's head
 * @param headsBySharedWeight whether heads count by all examples too ({@code dense}: they move in
 *     every step)
 */
public record SegmentAverage(long[] ends, boolean headsBySharedWeight) implements Serializable {

    /**
     * Averages one chunk of the vector.
     *
     * @param offset of the chunk in the vector
     * @param chunks one per worker, in the order of the workers
     * @param examples of the round, by worker and task
     */
    public float[] average(long offset, float[][] chunks, long[][] examples) {
        int length = chunks[0].length;
        long period = ends[ends.length - 1];
        float[] mean = new float[length];
        int from = 0;
        while (from < length) {
            long position = (offset + from) % period;
            int part = part(position);
            int to = (int) Math.min(length, from + ends[part] - position);
            WeightedMean.average(chunks, weights(part, examples), from, to, mean);
            from = to;
        }
        return mean;
    }

    private int part(long position) {
        int part = 0;
        while (ends[part] <= position) {
            part++;
        }
        return part;
    }

    private double[] weights(int part, long[][] examples) {
        double[] shared =
                Arrays.stream(examples)
                        .mapToDouble(counts -> Arrays.stream(counts).sum())
                        .toArray();
        if (part == 0 || headsBySharedWeight) {
            return shared;
        }
        double[] own = Arrays.stream(examples).mapToDouble(counts -> counts[part - 1]).toArray();
        return Arrays.stream(own).sum() > 0 ? own : shared;
    }
}
