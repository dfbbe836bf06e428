package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A shared encoder with one head per task, over a flat vector of parameters that the caller owns:
 *
 * <pre>
 *   logits = TaskHead_task(hidden, pooled)
 *   hidden = Encoder(Embeddings(batch));   pooled = Pooler(hidden)
 * </pre>
 *
 * <p>The memory of a pass is made once, for the largest batch; passes allocate nothing. Should a
 * batch need more after all, new memory is made and the old stays with the kernels until those are
 * closed. Used by one thread at a time.
 */
public final class Network {
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final Embeddings embeddings;
    private final Encoder encoder;
    private final Pooler pooler;
    private final List<TaskHead> heads = new ArrayList<>();
    private final Optional<Gradients> gradients;
    private Workspace workspace;

    /**
     * A network to train.
     *
     * @param parameters flat vector in the order of {@link ParameterLayout}
     * @param gradients of the same size, where gradients are added
     * @param maxTokens tokens of the largest batch
     * @param maxSequences examples of the largest batch; {@code maxTokens / maxSequences} is taken
     *     for the longest example
     */
    public Network(
            NetworkSpec spec,
            Kernels kernels,
            Tensor parameters,
            Tensor gradients,
            int maxTokens,
            int maxSequences) {
        this(
                spec,
                kernels,
                parameters,
                Optional.of(gradients),
                Workspace.Size.ofLargest(spec.encoder(), maxTokens, maxSequences));
    }

    /**
     * A network for inference only, which needs a fraction of the memory.
     *
     * @param parameters which keep their values from now on, until the kernels are closed: of the
     *     weights of linear layers these may have copies of their own
     * @param maxTokens tokens of the largest batch
     */
    public static Network forInference(
            NetworkSpec spec, Kernels kernels, Tensor parameters, int maxTokens) {
        return new Network(
                spec,
                kernels,
                parameters,
                Optional.empty(),
                Workspace.Size.ofAny(spec.encoder(), maxTokens));
    }

    private Network(
            NetworkSpec spec,
            Kernels kernels,
            Tensor parameters,
            Optional<Tensor> flatGradients,
            Workspace.Size size) {
        this.spec = spec;
        this.kernels = kernels;
        EncoderConfig config = spec.encoder();
        ParameterLayout layout = new ParameterLayout(spec);
        ParameterViews weights =
                flatGradients.isPresent()
                        ? new ParameterViews(kernels, layout, parameters)
                        : ParameterViews.ofConstants(kernels, layout, parameters);
        Optional<ParameterViews> grads =
                flatGradients.map(flat -> new ParameterViews(kernels, layout, flat));
        this.embeddings = new Embeddings(kernels, config, weights.embeddings());
        this.encoder = new Encoder(kernels, config, layers(weights));
        this.pooler = new Pooler(kernels, weights.pooler());
        for (HeadSpec head : spec.heads()) {
            heads.add(TaskHead.of(new HeadParts(head, config, kernels, weights, grads)));
        }
        this.gradients =
                grads.map(
                        views -> new Gradients(views.embeddings(), layers(views), views.pooler()));
        reserve(size);
    }

    /** The description that this network was made from. */
    public NetworkSpec spec() {
        return spec;
    }

    /**
     * Forward and backward pass with dropout. Where the loss is not finite, there is no backward
     * pass.
     *
     * @param seed of the run
     * @param step position of the batch in the plan; decides with the seed what is dropped
     * @param lossScale factor of the gradients that are added
     * @return mean loss of the batch, not scaled
     */
    public double lossAndGradient(PackedBatch batch, long seed, long step, double lossScale) {
        Gradients grads =
                gradients.orElseThrow(
                        () -> new IllegalStateException("a network made for inference"));
        DropoutKey key = DropoutKey.of(seed, step);
        EncodedBatch encoded = encode(batch, key);
        TaskHead head = heads.get(batch.task());
        head.forward(encoded, key);
        double loss = head.loss(encoded, lossScale);
        if (Double.isFinite(loss)) {
            backward(encoded, head, key, grads);
        }
        return loss;
    }

    /**
     * Forward pass without dropout.
     *
     * @param logits receives {@link HeadSpec#outputs} numbers, row after row: (B, C) for
     *     classification, regression and ranking, (N, C) for spans and sequence labelling; for
     *     masked-LM (M, V) for the M tokens with a label, then (B, 2) for the next sentence
     */
    public void infer(PackedBatch batch, float[] logits) {
        TaskHead head = heads.get(batch.task());
        head.forward(encode(batch, DropoutKey.NONE), DropoutKey.NONE);
        head.readLogits(logits, 0);
    }

    private EncodedBatch encode(PackedBatch batch, DropoutKey key) {
        requireFits(batch);
        Workspace.Size size = sizeOf(batch);
        if (!workspace.size().holds(size)) {
            reserve(workspace.size().grownFor(size));
        }
        workspace.resize(size);
        Tensor embedded = embeddings.forward(batch, key, workspace.embeddings()); // (N, D)
        Tensor hidden = encoder.forward(batch, embedded, key, workspace.layers()); // (N, D)
        Tensor pooled = pooler.forward(batch, hidden, workspace.pooler()); // (B, D)
        return new EncodedBatch(batch, hidden, pooled);
    }

    private void backward(EncodedBatch encoded, TaskHead head, DropoutKey key, Gradients grads) {
        Workspace.Training memory = workspace.training().orElseThrow();
        Tensor hiddenGrad = memory.hiddenGrad(); // (N, D)
        Tensor pooledGrad = memory.pooledGrad(); // (B, D)
        kernels.fill(hiddenGrad, 0);
        kernels.fill(pooledGrad, 0);
        head.backward(encoded, key, new EncodedBatch(encoded.batch(), hiddenGrad, pooledGrad));
        pooler.backward(
                encoded.batch(), pooledGrad, workspace.pooler(), hiddenGrad, grads.pooler());
        encoder.backward(
                encoded.batch(),
                workspace.embeddings().output(),
                hiddenGrad,
                key,
                workspace.layers(),
                memory.scratch(),
                grads.layers());
        embeddings.backward(
                encoded.batch(),
                hiddenGrad,
                key,
                workspace.embeddings(),
                memory.scratch().sumGrad(),
                grads.embeddings());
    }

    private Workspace.Size sizeOf(PackedBatch batch) {
        int attentionHeads = spec.encoder().numAttentionHeads();
        return Workspace.Size.of(
                batch.tokens(), batch.count(), Kernels.attentionSize(batch, attentionHeads));
    }

    private void reserve(Workspace.Size size) {
        workspace = Workspace.allocate(kernels, spec.encoder(), size, gradients.isPresent());
        heads.forEach(head -> head.reserve(size.tokens(), size.sequences()));
    }

    private List<EncoderLayerWeights> layers(ParameterViews views) {
        List<EncoderLayerWeights> layers = new ArrayList<>();
        for (int layer = 0; layer < spec.encoder().numHiddenLayers(); layer++) {
            layers.add(views.layer(layer));
        }
        return layers;
    }

    /** Kernels look tokens up unchecked, so what is out of range is found here. */
    void requireFits(PackedBatch batch) {
        if (batch.count() == 0) {
            throw new IllegalArgumentException("a batch without examples");
        }
        EncoderConfig config = spec.encoder();
        int[] offsets = batch.offsets();
        for (int b = 0; b < batch.count(); b++) {
            int length = offsets[b + 1] - offsets[b];
            if (length > config.maxPositionEmbeddings()) {
                throw misfit(
                        batch,
                        "has " + length + " tokens",
                        "max_position_embeddings",
                        config.maxPositionEmbeddings());
            }
        }
        requireBelow(batch, "token id", batch.inputIds(), "vocab_size", config.vocabSize());
        requireBelow(
                batch,
                "token type",
                batch.tokenTypeIds(),
                "type_vocab_size",
                config.typeVocabSize());
    }

    private void requireBelow(PackedBatch batch, String what, int[] values, String key, int limit) {
        for (int n = 0; n < batch.tokens(); n++) {
            if (values[n] < 0 || values[n] >= limit) {
                throw misfit(batch, "has the " + what + " " + values[n], key, limit);
            }
        }
    }

    private DataFormatException misfit(PackedBatch batch, String found, String key, int limit) {
        return new DataFormatException(
                "Task %s: an example %s, but the encoder has %s = %d. "
                                .formatted(spec.heads().get(batch.task()).task(), found, key, limit)
                        + "Prepare the data again with the vocabulary and max-seq-length of this"
                        + " encoder.");
    }

    private record Gradients(
            EmbeddingWeights embeddings, List<EncoderLayerWeights> layers, LinearWeights pooler) {}
}
