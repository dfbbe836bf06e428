package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DivergedException;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.spark.train.data.SplitRows;
import java.util.ArrayList;
import java.util.Arrays;
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

    /**
     * @param kernels whose tensor the parameters are; they keep their values until these are closed
     * @param hadoop how to reach the rows
     * @param batchTokens of a batch, at the most; an example that is longer is a batch of its own
     */
    public Predictor(
            NetworkSpec spec,
            Kernels kernels,
            Tensor parameters,
            Configuration hadoop,
            int batchTokens) {
        this.network = Network.forInference(spec, kernels, parameters, batchTokens);
        this.heads = spec.heads();
        this.hadoop = hadoop;
        this.batchTokens = batchTokens;
    }

    /** Predictions for the groups {@code from} to {@code to - 1}; see {@link SplitRows#groups}. */
    public List<Prediction> predict(int task, SplitRows rows, int from, int to) {
        HeadSpec head = heads.get(task);
        GroupedOutputs outputs = new GroupedOutputs(Decoder.of(head));
        List<EncodedExample> examples = new ArrayList<>();
        int end = rows.firstRow(to, hadoop);
        batch.clear(task);
        for (int row = rows.firstRow(from, hadoop); row < end; row++) {
            EncodedExample example = rows.example(row, hadoop);
            if (!examples.isEmpty() && batch.tokens() + example.length() > batchTokens) {
                infer(head, examples, outputs);
                examples.clear();
                batch.clear(task);
            }
            examples.add(example);
            batch.add(example);
        }
        if (!examples.isEmpty()) {
            infer(head, examples, outputs);
        }
        return outputs.finish();
    }

    private void infer(HeadSpec head, List<EncodedExample> examples, GroupedOutputs outputs) {
        infer(head);
        int next = 0;
        for (EncodedExample example : examples) {
            int length = Decoder.rows(head, example) * head.numClasses();
            outputs.add(
                    new Decoder.Output(example, Arrays.copyOfRange(logits, next, next + length)));
            next += length;
        }
    }

    private void infer(HeadSpec head) {
        int outputs = head.outputs(batch);
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
}
