package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderGoldenTest {
    private GoldenFile golden;

    @ParameterizedTest
    @EnumSource
    void computesHiddenStatesPooledVectorAndGradients(KernelsUnderTest choice) {
        golden = choice.golden("encoder.npz");
        try (GoldenNetwork net = new GoldenNetwork(golden, choice)) {
            Kernels kernels = net.kernels;
            EncoderConfig config = net.spec.encoder();
            PackedBatch batch = net.batch(0, 0, golden.shape("in/input_ids")[0]);
            int attention = (int) Kernels.attentionSize(batch, config.numAttentionHeads());
            Workspace.Size size = new Workspace.Size(batch.tokens(), batch.count(), attention);
            Workspace work = Workspace.allocate(kernels, config, size, true);
            Workspace.Training training = work.training().orElseThrow();
            ParameterViews weights = new ParameterViews(kernels, net.layout, net.parameters);
            ParameterViews grads = new ParameterViews(kernels, net.layout, net.gradients);
            Embeddings embeddings = new Embeddings(kernels, config, weights.embeddings());
            Encoder encoder = new Encoder(kernels, config, layers(config, weights));
            Pooler pooler = new Pooler(kernels, weights.pooler());

            Tensor embedded = embeddings.forward(batch, DropoutKey.NONE, work.embeddings());
            Tensor hidden = encoder.forward(batch, embedded, DropoutKey.NONE, work.layers());
            Tensor pooled = pooler.forward(batch, hidden, work.pooler());

            assertHiddenStatesMatch(net, embedded, work);
            golden.assertMatches("out/pooled", net.read(pooled));
            float[] hiddenWeights = net.pack(golden.floats("in/G"));
            float[] pooledWeights = golden.floats("in/G_pooled");
            golden.assertMatches(
                    "out/loss",
                    dot(hiddenWeights, net.read(hidden)) + dot(pooledWeights, net.read(pooled)));

            kernels.write(hiddenWeights, 0, training.hiddenGrad());
            kernels.write(pooledWeights, 0, training.pooledGrad());
            pooler.backward(
                    batch,
                    training.pooledGrad(),
                    work.pooler(),
                    training.hiddenGrad(),
                    grads.pooler());
            encoder.backward(
                    batch,
                    embedded,
                    training.hiddenGrad(),
                    DropoutKey.NONE,
                    work.layers(),
                    training.scratch(),
                    layers(config, grads));
            golden.assertRowsMatch(
                    "out/grad_h0", net.pad(net.read(training.hiddenGrad())), net.tokenRows());
            embeddings.backward(
                    batch,
                    training.hiddenGrad(),
                    DropoutKey.NONE,
                    work.embeddings(),
                    training.scratch().sumGrad(),
                    grads.embeddings());
            net.assertGradientsMatch("grad/");
        }
    }

    private void assertHiddenStatesMatch(GoldenNetwork net, Tensor embedded, Workspace work) {
        boolean[] rows = net.tokenRows();
        double[] states = new double[golden.doubles("out/hidden_states").length];
        boolean[] stateRows = new boolean[rows.length * (1 + work.layers().size())];
        for (int state = 0; state <= work.layers().size(); state++) {
            Tensor hidden = state == 0 ? embedded : work.layers().get(state - 1).output();
            double[] padded = net.pad(net.read(hidden));
            System.arraycopy(padded, 0, states, state * padded.length, padded.length);
            System.arraycopy(rows, 0, stateRows, state * rows.length, rows.length);
        }
        golden.assertRowsMatch("out/hidden_states", states, stateRows);
    }

    private static List<EncoderLayerWeights> layers(EncoderConfig config, ParameterViews views) {
        List<EncoderLayerWeights> layers = new ArrayList<>();
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            layers.add(views.layer(layer));
        }
        return layers;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
