package io.github.mtdnn.spark.train;

import io.github.mtdnn.checkpoint.WeightsFile;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.Settings.EncoderSettings;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.kernels.Nd4jTransfer;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.store.ModelDirectory;
import io.github.mtdnn.task.Task;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network that training begins with: random, or with the weights of a checkpoint. */
public final class InitialNetwork {
    private static final Logger log = LoggerFactory.getLogger(InitialNetwork.class);

    private InitialNetwork() {}

    /**
     * A network with a head per task. Heads that the checkpoint lacks are random.
     *
     * @param weights directory of the checkpoint; empty: everything is random
     * @param vocabularySize pieces of the vocabulary that the data was prepared with
     * @param seed of what is random; every parameter has draws of its own, by its name
     */
    public static ComputationGraph create(
            EncoderSettings settings,
            String weights,
            List<Task> tasks,
            int vocabularySize,
            long seed,
            Configuration hadoop) {
        EncoderConfig encoder = encoder(settings, weights, vocabularySize, hadoop);
        NetworkSpec spec =
                new NetworkSpec(
                        encoder,
                        tasks.stream()
                                .map(task -> HeadSpec.of(task, encoder.vocabSize()))
                                .toList());
        ComputationGraph graph = NetworkGraph.create(spec);
        Nd4jTransfer.write(
                new ParameterInitializer(encoder.initializerRange(), seed)
                        .initialize(new ParameterLayout(spec)),
                graph.params(),
                0);
        if (!weights.isEmpty()) {
            WeightsFile.Report report =
                    ModelDirectory.at(weights, hadoop).readWeights(spec, graph.params());
            if (!report.initialised().isEmpty()) {
                log.info("weights  {} lacks {}: random", weights, report.initialised());
            }
            log.debug("weights  {}: not used are {}", weights, report.ignored());
        }
        return graph;
    }

    /** Shape of the encoder: that of the checkpoint, with the configured dropout, or a preset. */
    private static EncoderConfig encoder(
            EncoderSettings settings, String weights, int vocabularySize, Configuration hadoop) {
        if (weights.isEmpty()) {
            EncoderConfig preset = preset(settings.preset(), vocabularySize);
            return new EncoderConfig(
                    preset.vocabSize(),
                    preset.hiddenSize(),
                    preset.numHiddenLayers(),
                    preset.numAttentionHeads(),
                    preset.intermediateSize(),
                    preset.maxPositionEmbeddings(),
                    preset.typeVocabSize(),
                    settings.hiddenDropoutProb(),
                    settings.attentionDropoutProb(),
                    settings.initializerRange(),
                    preset.layerNormEps());
        }
        EncoderConfig stored = ModelDirectory.at(weights, hadoop).readSpec().encoder();
        if (stored.vocabSize() < vocabularySize) {
            throw new ConfigException(
                    "encoder.weights = %s has embeddings of %d pieces, and the vocabulary has %d. Set encoder.vocab to the vocabulary that belongs to the weights, or leave it empty."
                            .formatted(weights, stored.vocabSize(), vocabularySize));
        }
        return stored.withDropout(settings.hiddenDropoutProb(), settings.attentionDropoutProb());
    }

    /** The sizes of Devlin et al. (2019) and of the small ones of Turc et al. (2019). */
    public static EncoderConfig preset(EncoderPreset preset, int vocabularySize) {
        return switch (preset) {
            case TINY -> EncoderConfig.preset(2, 128, vocabularySize);
            case MINI -> EncoderConfig.preset(4, 256, vocabularySize);
            case SMALL -> EncoderConfig.preset(4, 512, vocabularySize);
            case MEDIUM -> EncoderConfig.preset(8, 512, vocabularySize);
            case BASE -> EncoderConfig.preset(12, 768, vocabularySize);
            case LARGE -> EncoderConfig.preset(24, 1024, vocabularySize);
        };
    }
}
