package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Layer normalisation of some rows. Matrices begin at byte 0 of their buffers. {@code lanes}:
 * memory for one vector.
 */
final class LayerNormLoops {
    private LayerNormLoops() {}

    static void forward(
            ByteBuffer input,
            ByteBuffer gain,
            ByteBuffer bias,
            float epsilon,
            ByteBuffer output,
            ByteBuffer moments,
            int firstRow,
            int endRow,
            int columns,
            float[] lanes) {
        int whole = Lanes.whole(columns);
        for (int row = firstRow; row < endRow; row++) {
            int at = row * columns * Float.BYTES;
            float mean = sum(input, at, columns, lanes) / columns;
            float variance = squaredDistance(input, at, columns, mean, lanes) / columns;
            float deviation = (float) (1 / Math.sqrt(variance + epsilon));
            int i = 0;
            for (; i < whole; i += Lanes.COUNT) {
                int d = i * Float.BYTES;
                FloatVector normed = Lanes.load(input, at + d).sub(mean).mul(deviation);
                Lanes.store(normed.fma(Lanes.load(gain, d), Lanes.load(bias, d)), output, at + d);
            }
            for (; i < columns; i++) {
                int d = i * Float.BYTES;
                float normed = (input.getFloat(at + d) - mean) * deviation;
                output.putFloat(at + d, normed * gain.getFloat(d) + bias.getFloat(d));
            }
            moments.putFloat(2 * row * Float.BYTES, mean);
            moments.putFloat((2 * row + 1) * Float.BYTES, deviation);
        }
    }

    private static float sum(ByteBuffer x, int at, int columns, float[] lanes) {
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        int i = 0;
        for (int end = Lanes.whole(columns); i < end; i += Lanes.COUNT) {
            sums = sums.add(Lanes.load(x, at + i * Float.BYTES));
        }
        sums.intoArray(lanes, 0);
        float sum = Lanes.sum(lanes);
        for (; i < columns; i++) {
            sum += x.getFloat(at + i * Float.BYTES);
        }
        return sum;
    }

    private static float squaredDistance(
            ByteBuffer x, int at, int columns, float mean, float[] lanes) {
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        int i = 0;
        for (int end = Lanes.whole(columns); i < end; i += Lanes.COUNT) {
            FloatVector distance = Lanes.load(x, at + i * Float.BYTES).sub(mean);
            sums = distance.fma(distance, sums);
        }
        sums.intoArray(lanes, 0);
        float sum = Lanes.sum(lanes);
        for (; i < columns; i++) {
            float distance = x.getFloat(at + i * Float.BYTES) - mean;
            sum += distance * distance;
        }
        return sum;
    }

    /**
     * {@code g = dY ∘ gain; dX = (g - mean(g) - x̂ · mean(g ∘ x̂)) / σ}, and the sums of dY ∘ x̂
     * and of dY over these rows.
     *
     * @param sums gets both sums, (2, D) from byte {@code sumsAt} on
     */
    static void backward(
            ByteBuffer input,
            ByteBuffer moments,
            ByteBuffer gain,
            ByteBuffer outputGrad,
            ByteBuffer inputGrad,
            ByteBuffer sums,
            int sumsAt,
            int firstRow,
            int endRow,
            int columns,
            float[] lanes) {
        int whole = Lanes.whole(columns);
        int gainSums = sumsAt;
        int biasSums = sumsAt + columns * Float.BYTES;
        ElementLoops.fill(sums, sumsAt, 2 * columns, 0);
        for (int row = firstRow; row < endRow; row++) {
            int at = row * columns * Float.BYTES;
            float mean = moments.getFloat(2 * row * Float.BYTES);
            float deviation = moments.getFloat((2 * row + 1) * Float.BYTES);
            FloatVector gradSums = FloatVector.zero(Lanes.FLOATS);
            FloatVector productSums = FloatVector.zero(Lanes.FLOATS);
            int i = 0;
            for (; i < whole; i += Lanes.COUNT) {
                int d = i * Float.BYTES;
                FloatVector normed = Lanes.load(input, at + d).sub(mean).mul(deviation);
                FloatVector dy = Lanes.load(outputGrad, at + d);
                FloatVector grad = dy.mul(Lanes.load(gain, d));
                gradSums = gradSums.add(grad);
                productSums = grad.fma(normed, productSums);
                Lanes.store(dy.fma(normed, Lanes.load(sums, gainSums + d)), sums, gainSums + d);
                Lanes.store(dy.add(Lanes.load(sums, biasSums + d)), sums, biasSums + d);
            }
            gradSums.intoArray(lanes, 0);
            float gradMean = Lanes.sum(lanes);
            productSums.intoArray(lanes, 0);
            float productMean = Lanes.sum(lanes);
            for (; i < columns; i++) {
                int d = i * Float.BYTES;
                float normed = (input.getFloat(at + d) - mean) * deviation;
                float dy = outputGrad.getFloat(at + d);
                float grad = dy * gain.getFloat(d);
                gradMean += grad;
                productMean += grad * normed;
                sums.putFloat(gainSums + d, sums.getFloat(gainSums + d) + dy * normed);
                sums.putFloat(biasSums + d, sums.getFloat(biasSums + d) + dy);
            }
            gradMean /= columns;
            productMean /= columns;
            for (i = 0; i < whole; i += Lanes.COUNT) {
                int d = i * Float.BYTES;
                FloatVector normed = Lanes.load(input, at + d).sub(mean).mul(deviation);
                FloatVector grad = Lanes.load(outputGrad, at + d).mul(Lanes.load(gain, d));
                FloatVector dx = grad.sub(gradMean).sub(normed.mul(productMean)).mul(deviation);
                Lanes.store(dx, inputGrad, at + d);
            }
            for (; i < columns; i++) {
                int d = i * Float.BYTES;
                float normed = (input.getFloat(at + d) - mean) * deviation;
                float grad = outputGrad.getFloat(at + d) * gain.getFloat(d);
                inputGrad.putFloat(at + d, (grad - gradMean - normed * productMean) * deviation);
            }
        }
    }
}
