package io.github.mtdnn.spark.train.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Nd4jMemory;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.task.TaskType;
import java.util.List;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class NetworkGraphTest {
    private static final NetworkSpec SPEC =
            new NetworkSpec(
                    EncoderConfig.preset(1, 64, 20),
                    List.of(
                            new HeadSpec("a", TaskType.CLASSIFICATION, 3, 0.1),
                            new HeadSpec("b", TaskType.REGRESSION, 1, 0.1)));

    @Test
    void holdsTheParametersUnderTheirNamesInOneVector() {
        ComputationGraph graph = NetworkGraph.create(SPEC);

        assertThat(graph.numParams()).isEqualTo(new ParameterLayout(SPEC).size());
        INDArray bias = graph.getParam(NetworkGraph.LAYER + "_heads.a.bias");
        bias.assign(2);
        long offset = new ParameterLayout(SPEC).block("heads.a.bias").offset();
        assertThat(graph.params().getFloat(offset)).isEqualTo(2f);
    }

    @Test
    void holdsOptimiserStateTwiceAsLongAsTheParameters() {
        ComputationGraph graph = NetworkGraph.create(SPEC);

        assertThat(NetworkGraph.state(graph).length()).isEqualTo(2 * graph.numParams());
        assertThat(NetworkGraph.gradients(graph).length()).isEqualTo(graph.numParams());
    }

    @Test
    void isRestoredFromItsConfigurationAsJson() {
        String json = NetworkGraph.create(SPEC).getConfiguration().toJson();

        ComputationGraph restored =
                new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
        restored.init();

        assertThat(NetworkGraph.spec(restored)).isEqualTo(SPEC);
    }

    @Test
    void givesTheLogitsOfPackedTokens() {
        ComputationGraph graph = NetworkGraph.create(SPEC);
        float[] parameters = new ParameterInitializer(0.2, 7).initialize(new ParameterLayout(SPEC));
        graph.params().assign(Nd4j.createFromArray(parameters).reshape(graph.params().shape()));
        float[][] packed = {{2, 0, 0, 0}, {7, 0, 0, 0}, {3, 0, 0, 0}, {2, 0, 1, 0}, {9, 1, 1, 0}};

        INDArray logits = graph.outputSingle(Nd4j.createFromArray(packed));

        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        batch.add(new int[] {2, 7, 3}, new int[3], 0, 3, 0);
        batch.add(new int[] {2, 9}, new int[] {0, 1}, 0, 2, 0);
        float[] expected = new float[6];
        try (Kernels kernels = KernelsFactory.nd4j()) {
            Network.forInference(
                            SPEC,
                            kernels,
                            ((Nd4jMemory) kernels).wrap(graph.params()),
                            batch.tokens())
                    .infer(batch, expected);
        }
        assertThat(logits.toFloatMatrix()[0])
                .containsExactly(expected[0], expected[1], expected[2]);
        assertThat(logits.toFloatMatrix()[1])
                .containsExactly(expected[3], expected[4], expected[5]);
    }

    @Test
    void refusesToFitDataThatNamesNoTask() {
        ComputationGraph graph = NetworkGraph.create(SPEC);
        DataSet data =
                new DataSet(
                        Nd4j.createFromArray(new float[][] {{2, 0, 0, 0}}),
                        Nd4j.createFromArray(new float[][] {{1, 0, 0}}));

        assertThatExceptionOfType(DL4JException.class)
                .isThrownBy(() -> graph.fit(data))
                .withMessageContaining("Only IOutputLayer layers can be fit");
    }

    @Test
    void freesAllVectors() {
        ComputationGraph graph = NetworkGraph.create(SPEC);
        List<INDArray> vectors =
                List.of(graph.params(), NetworkGraph.gradients(graph), NetworkGraph.state(graph));

        NetworkGraph.free(graph);

        assertThat(vectors).allMatch(INDArray::wasClosed);
    }

    @Test
    void freesAGraphThatWasNeverTrained() {
        ComputationGraph graph = NetworkGraph.create(SPEC);

        NetworkGraph.free(graph);

        assertThat(graph.params().wasClosed()).isTrue();
    }
}
