package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.task.TaskType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Variant {@code masked}: a packed batch has no padding that could take part in the softmax. */
class SpanHeadGoldenTest {
    private static final int COLUMNS = 2;

    private GoldenFile golden;

    @ParameterizedTest
    @EnumSource
    void findsFirstAndLastTokenOfAnAnswer(KernelsUnderTest choice) {
        golden = choice.golden("span.npz");
        try (GoldenNetwork net = new GoldenNetwork(golden, choice, TaskType.SPAN)) {
            PackedBatch batch = questions(net);
            float[] logits = new float[net.spec.heads().get(0).outputs(batch)];
            net.network.infer(batch, logits);
            double[] padded = net.pad(logits, COLUMNS);
            golden.assertRowsMatch("out/start_logits", column(padded, 0), net.tokenRows());
            golden.assertRowsMatch("out/end_logits", column(padded, 1), net.tokenRows());

            golden.assertMatches("out/masked/loss", net.network.lossAndGradient(batch, 1, 1, 1));
            net.assertGradientsMatch("grad/masked/");
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheLogitsTheGradientOfTheirLoss(KernelsUnderTest choice) {
        golden = choice.golden("span.npz");
        try (GoldenNetwork net = new GoldenNetwork(golden, choice, TaskType.SPAN)) {
            PackedBatch batch = questions(net);
            float[] logits = new float[net.spec.heads().get(0).outputs(batch)];
            net.network.infer(batch, logits);
            float[] gradient = new float[logits.length];
            golden.assertMatches(
                    "out/masked/loss", new SpanLoss("task0").mean(logits, batch, 1, gradient));
            double[] padded = net.pad(gradient, COLUMNS);
            golden.assertMatches("out/masked/grad_start_logits", column(padded, 0));
            golden.assertMatches("out/masked/grad_end_logits", column(padded, 1));
        }
    }

    private PackedBatch questions(GoldenNetwork net) {
        int[] starts = golden.ints("in/start_label");
        int[] ends = golden.ints("in/end_label");
        PackedBatch all = net.batch(0, 0, starts.length);
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        for (int b = 0; b < all.count(); b++) {
            int from = all.offsets()[b];
            int length = all.offsets()[b + 1] - from;
            batch.add(all.inputIds(), all.tokenTypeIds(), from, length, Double.NaN);
            batch.putSpan(starts[b], ends[b]);
        }
        return batch;
    }

    private static double[] column(double[] matrix, int column) {
        double[] values = new double[matrix.length / COLUMNS];
        for (int row = 0; row < values.length; row++) {
            values[row] = matrix[row * COLUMNS + column];
        }
        return values;
    }
}
