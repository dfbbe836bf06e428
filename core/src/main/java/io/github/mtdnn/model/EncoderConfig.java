package io.github.mtdnn.model;

import io.github.mtdnn.failure.ConfigException;
import java.io.Serializable;

/**
 * Shape of the shared encoder. Component names are those of a published BERT {@code config.json},
 * so every value can be looked up there under its own name.
 *
 * @param vocabSize rows of the word embedding, V
 * @param hiddenSize width D of a token vector; a multiple of {@code numAttentionHeads}
 * @param numHiddenLayers encoder layers L
 * @param numAttentionHeads attention heads A
 * @param intermediateSize width F between the two linear maps of the feed-forward block
 * @param maxPositionEmbeddings longest example in tokens
 * @param typeVocabSize token types
 * @param hiddenDropoutProb probability of zeroing a value of a hidden state in training, in [0, 1)
 * @param attentionProbsDropoutProb the same for an attention probability
 * @param initializerRange standard deviation of random weights
 * @param layerNormEps added to the variance under the root
 */
public record EncoderConfig(
        int vocabSize,
        int hiddenSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int intermediateSize,
        int maxPositionEmbeddings,
        int typeVocabSize,
        double hiddenDropoutProb,
        double attentionProbsDropoutProb,
        double initializerRange,
        double layerNormEps)
        implements Serializable {

    public EncoderConfig {
        requirePositive("vocab_size", vocabSize);
        requirePositive("hidden_size", hiddenSize);
        requirePositive("num_hidden_layers", numHiddenLayers);
        requirePositive("num_attention_heads", numAttentionHeads);
        requirePositive("intermediate_size", intermediateSize);
        requirePositive("max_position_embeddings", maxPositionEmbeddings);
        requirePositive("type_vocab_size", typeVocabSize);
        requireProbability("hidden_dropout_prob", hiddenDropoutProb);
        requireProbability("attention_probs_dropout_prob", attentionProbsDropoutProb);
        if (!(initializerRange >= 0 && initializerRange < Double.POSITIVE_INFINITY)) {
            throw new ConfigException(
                    "initializer_range = %s is not a standard deviation: it has to be 0 or more."
                            .formatted(initializerRange));
        }
        if (!(layerNormEps > 0 && layerNormEps < 1)) {
            throw new ConfigException(
                    "layer_norm_eps = %s is not between 0 and 1; BERT has 1e-12."
                            .formatted(layerNormEps));
        }
        if (hiddenSize % numAttentionHeads != 0) {
            throw new ConfigException(
                    "hidden_size = %d is not a multiple of num_attention_heads = %d. "
                                    .formatted(hiddenSize, numAttentionHeads)
                            + "The nearest size that works is %d."
                                    .formatted(nearestMultiple(hiddenSize, numAttentionHeads)));
        }
    }

    /**
     * A size of the BERT family (Devlin et al. 2019; Turc et al. 2019): attention heads of width
     * 64, an intermediate size of four hidden sizes, 512 positions, two token types.
     *
     * @param layers L
     * @param hidden D, a multiple of 64
     * @param vocabSize V
     */
    public static EncoderConfig preset(int layers, int hidden, int vocabSize) {
        return new EncoderConfig(
                vocabSize, hidden, layers, hidden / 64, 4 * hidden, 512, 2, 0.1, 0.1, 0.02, 1e-12);
    }

    /** The same encoder with other dropout. */
    public EncoderConfig withDropout(double hidden, double attention) {
        return new EncoderConfig(
                vocabSize,
                hiddenSize,
                numHiddenLayers,
                numAttentionHeads,
                intermediateSize,
                maxPositionEmbeddings,
                typeVocabSize,
                hidden,
                attention,
                initializerRange,
                layerNormEps);
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new ConfigException(
                    "%s = %d is too small: it has to be 1 or more.".formatted(key, value));
        }
    }

    private static void requireProbability(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ConfigException(
                    "%s = %s is not a probability of dropping: it has to be 0 or more and below 1."
                            .formatted(key, value));
        }
    }

    private static int nearestMultiple(int value, int divisor) {
        return Math.max(1, Math.round((float) value / divisor)) * divisor;
    }
}
