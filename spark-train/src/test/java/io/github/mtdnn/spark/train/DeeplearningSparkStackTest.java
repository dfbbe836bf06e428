package io.github.mtdnn.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The versions of Spark, Deeplearning4j Spark and ND4J that the build pins, and what it leaves out
 * of their dependencies, work together: Deeplearning4j's own averaging master trains its own
 * layers.
 */
class DeeplearningSparkStackTest {
    @Test
    void trainsFromDataSetsAndFromPaths(@TempDir Path directory) throws Exception {
        ComputationGraphConfiguration graph =
                new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .updater(new Adam(0.01))
                        .graphBuilder()
                        .addInputs("in")
                        .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(8).build(), "in")
                        .addLayer(
                                "out",
                                new OutputLayer.Builder(LossFunction.MSE)
                                        .nIn(8)
                                        .nOut(1)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                "hidden")
                        .setOutputs("out")
                        .build();
        List<DataSet> batches = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            INDArray features = Nd4j.rand(16, 4);
            DataSet batch = new DataSet(features, features.sum(true, 1));
            batches.add(batch);
            Path file = directory.resolve("batch-" + i + ".bin");
            batch.save(file.toFile());
            paths.add(file.toUri().toString());
        }
        assertThat(Files.list(directory)).hasSize(8);

        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(TinyRun.session().sparkContext());
        ParameterAveragingTrainingMaster master =
                new ParameterAveragingTrainingMaster.Builder(2, 16)
                        .batchSizePerWorker(16)
                        .averagingFrequency(2)
                        .rngSeed(1)
                        .build();
        SparkComputationGraph network = new SparkComputationGraph(spark, graph, master);
        INDArray before = network.getNetwork().params().dup();
        network.fit(spark.parallelize(batches, 2));
        INDArray between = network.getNetwork().params().dup();
        network.fitPaths(spark.parallelize(paths, 2));

        assertThat(between.equalsWithEps(before, 1e-6)).isFalse();
        assertThat(network.getNetwork().params().equalsWithEps(between, 1e-6)).isFalse();
        assertThat(network.getNetwork().params().sumNumber().doubleValue()).isFinite();
    }
}
