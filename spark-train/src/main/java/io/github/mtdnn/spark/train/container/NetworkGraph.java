package io.github.mtdnn.spark.train.container;

import io.github.mtdnn.model.NetworkSpec;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j graphs that hold the multi-task network. */
public final class NetworkGraph {
    static final String LAYER = "mtdnn";
    private static final String INPUT = "tokens";

    private NetworkGraph() {}

    /** A graph with parameters of zero. */
    public static ComputationGraph create(NetworkSpec spec) {
        ComputationGraphConfiguration conf =
                new NeuralNetConfiguration.Builder()
                        .graphBuilder()
                        .addInputs(INPUT)
                        .addLayer(LAYER, new MultiTaskLayer(spec), INPUT)
                        .setOutputs(LAYER)
                        .validateOutputLayerConfig(false)
                        .build();
        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        graph.params().assign(0);
        return graph;
    }

    /** The network that a graph holds. */
    public static NetworkSpec spec(ComputationGraph graph) {
        return ((MultiTaskLayer) graph.getLayer(LAYER).conf().getLayer()).spec();
    }

    /** Optimiser state: first moment, then second moment, each as long as the parameters. */
    public static INDArray state(ComputationGraph graph) {
        return graph.getUpdater(true).getStateViewArray();
    }

    /** Memory for the gradient, as long as the parameters. */
    public static INDArray gradients(ComputationGraph graph) {
        if (graph.getFlattenedGradients() == null) {
            graph.initGradientsView();
        }
        return graph.getFlattenedGradients();
    }

    /**
     * Frees the graph's vectors. Deeplearning4j's own {@code close} leaves the parameters, which it
     * holds as a view, to the garbage collector, and has it run at once, twice, while all threads
     * of the JVM wait.
     */
    public static void free(ComputationGraph graph) {
        free(graph.params());
        free(graph.getFlattenedGradients());
        Updater updater = graph.getUpdater(false);
        free(updater == null ? null : updater.getStateViewArray());
    }

    private static void free(INDArray vector) {
        if (vector != null) {
            DataBuffer buffer = vector.data();
            DataBuffer whole = buffer.underlyingDataBuffer();
            (whole == null ? buffer : whole).close();
        }
    }
}
