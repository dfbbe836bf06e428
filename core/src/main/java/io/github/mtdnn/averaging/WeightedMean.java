package io.github.mtdnn.averaging;

/**
 * The mean of the workers' vectors, weighted: {@code x = Σ_w weight_w · x_w / Σ_w weight_w}. It is
 * summed in double precision in the order of the workers, so that it does not depend on whose
 * result arrives first.
 */
public final class WeightedMean {
    private WeightedMean() {}

    /**
     * Averages a range of the workers' vectors.
     *
     * @param vectors one per worker, in the order of the workers; all of one length
     * @param weights one per worker, not negative, not all 0
     * @param from first element of the range
     * @param to end of the range
     * @param mean where the range's mean is written
     */
    public static void average(
            float[][] vectors, double[] weights, int from, int to, float[] mean) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        if (!(total > 0)) {
            throw new IllegalArgumentException("no worker has a weight above 0");
        }
        for (int i = from; i < to; i++) {
            double sum = 0;
            for (int w = 0; w < vectors.length; w++) {
                sum += weights[w] * vectors[w][i];
            }
            mean[i] = (float) (sum / total);
        }
    }
}
