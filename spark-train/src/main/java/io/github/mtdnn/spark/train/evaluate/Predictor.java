package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DivergedException;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.spark.train.data.SplitRows;
import io.github.mtdnn.spark.train.evaluate.Predictions.Prediction;
import io.github.mtdnn.task.TaskType;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Runs a network over rows of a split, without dropout, in batches of bounded tokens. */
public final class Predictor {
    private final Network network;
    private final List<HeadSpec> heads;
    private final Configuration hadoop;
    private final int batchTokens;
    private final PackedBatch batch = new PackedBatch();
    private float[] logits = new float[0];

    public Predictor(Network network, List<HeadSpec> heads, Configuration hadoop, int batchTokens) {
        this.network = network;
        this.heads = heads;
        this.hadoop = hadoop;
        this.batchTokens = batchTokens;
    }

    /** Predictions for rows {@code from} to {@code to - 1}. */
    public List<Prediction> predict(int task, SplitRows rows, int from, int to) {
        List<Prediction> predictions = new ArrayList<>(to - from);
        int row = from;
        while (row < to) {
            int first = row;
            batch.clear(task);
            do {
                rows.addTo(batch, row++, hadoop);
            } while (row < to && batch.tokens() + rows.length(row, hadoop) <= batchTokens);
            infer(heads.get(task));
            for (int b = 0; b < batch.count(); b++) {
                predictions.add(prediction(heads.get(task), rows.uid(first + b, hadoop), b));
            }
        }
        return predictions;
    }

    private void infer(HeadSpec head) {
        int outputs = batch.count() * head.numClasses();
        if (logits.length < outputs) {
            logits = new float[2 * outputs];
        }
        network.infer(batch, logits);
        for (int i = 0; i < outputs; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new DivergedException(
                        "Training diverged: the network gives %s for an example of task %s. Lower optimizer.learning-rate (finetune.learning-rate where that is set), set optimizer.max-grad-norm = 1, or choose another checkpoint."
                                .formatted(logits[i], head.task()));
            }
        }
    }

    private Prediction prediction(HeadSpec head, String uid, int b) {
        double label = batch.labels()[b];
        if (head.type() == TaskType.REGRESSION) {
            double score = logits[b];
            double error = score - label;
            return new Prediction(uid, label, score, new double[0], error * error);
        }
        double[] probabilities = softmax(b * head.numClasses(), head.numClasses());
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[best]) {
                best = c;
            }
        }
        double loss = Double.isNaN(label) ? Double.NaN : -Math.log(probabilities[(int) label]);
        return new Prediction(uid, label, best, probabilities, loss);
    }

    private double[] softmax(int from, int count) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < count; c++) {
            max = Math.max(max, logits[from + c]);
        }
        double[] probabilities = new double[count];
        double sum = 0;
        for (int c = 0; c < count; c++) {
            probabilities[c] = Math.exp(logits[from + c] - max);
            sum += probabilities[c];
        }
        for (int c = 0; c < count; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }
}
