package io.github.mtdnn.spark.train.container;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Nd4jMemory;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.task.TaskType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network inside a Deeplearning4j graph. {@code graph.output(packed)} gives the logits of a
 * packed batch, of which each row is a token:
 *
 * <pre>
 *   packed (N, 4): token id, token type, number of its sequence (from 0), task index
 * </pre>
 *
 * Training goes through {@link io.github.mtdnn.spark.train.refine.RoundMaster}, on the parameter
 * and state vectors that the graph holds.
 */
final class MultiTaskModel extends BaseLayer<MultiTaskLayer> {
    private static final long serialVersionUID = 1L;

    MultiTaskModel(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        NetworkSpec spec = layerConf().spec();
        PackedBatch batch = unpack(input);
        HeadSpec head = spec.heads().get(batch.task());
        if (head.type() == TaskType.MASKED_LM) {
            throw new IllegalArgumentException(
                    "task %s: packed tokens do not say which of them are masked"
                            .formatted(head.task()));
        }
        float[] logits = new float[head.outputs(batch)];
        try (Kernels kernels = KernelsFactory.nd4j()) {
            Network network =
                    Network.forInference(
                            spec, kernels, ((Nd4jMemory) kernels).wrap(params()), batch.tokens());
            network.infer(batch, logits);
        }
        INDArray output = Nd4j.createFromArray(logits).reshape(-1, head.numClasses());
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, output);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        throw new IllegalStateException(
                "a multi-task graph is trained through SparkComputationGraph.fitPaths, where a batch"
                        + " names its task");
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    private static PackedBatch unpack(INDArray packed) {
        if (packed.rank() != 2 || packed.columns() != 4 || packed.rows() == 0) {
            throw new IllegalArgumentException(
                    "packed tokens have the shape (N, 4) with N ≥ 1: id, type, sequence, task; not "
                            + packed.shapeInfoToString());
        }
        int[][] tokens = packed.toIntMatrix();
        PackedBatch batch = new PackedBatch();
        batch.clear(tokens[0][3]);
        int[] ids = new int[tokens.length];
        int[] types = new int[tokens.length];
        int start = 0;
        for (int n = 0; n < tokens.length; n++) {
            ids[n] = tokens[n][0];
            types[n] = tokens[n][1];
            boolean last = n + 1 == tokens.length || tokens[n + 1][2] != tokens[n][2];
            if (last) {
                batch.add(ids, types, start, n + 1 - start, Double.NaN);
                start = n + 1;
            }
        }
        return batch;
    }
}
