package io.github.mtdnn.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.jobs.bench.PeerNetwork;
import io.github.mtdnn.jobs.bench.StepSpec;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.OptimizerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * BERT by libtorch, in the TorchScript of {@code bert.py}. Used by the thread that made it.
 *
 * <p>A step is one call of libtorch, which so frees each temporary as soon as it can, and pays for
 * no crossing between Java and C++.
 */
final class LibtorchNetwork implements PeerNetwork {
    private static final String SCRIPT = "bert.py";

    /** The name by which DJL knows an input that is none, but says which method to call. */
    private static final String METHOD = "module_method:";

    private static final Predicate<PtNDArray> MATRIX = weight -> weight.getShape().dimension() > 1;

    private final PtNDManager manager =
            (PtNDManager) Engine.getEngine(PtEngine.ENGINE_NAME).newBaseManager();
    private final PtSymbolBlock module;
    private final NDArray trainStep;
    private final NDArray infer;

    /** Whether the weights are those that were last kept for inference. */
    private boolean factorsKept;

    LibtorchNetwork(StepSpec spec, Precision precision, int threads) {
        JniUtils.setNumThreads(threads);
        // Operators are called as they are written, as from Python.
        JniUtils.setGraphExecutorOptimize(false);
        try (InputStream archive = archive(spec, precision).open()) {
            module = JniUtils.loadModule(manager, archive, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trainStep = method("train_step");
        infer = method("infer");
        load(new LibtorchWeights(spec, manager).all());
    }

    private static ScriptArchive archive(StepSpec spec, Precision precision) throws IOException {
        EncoderConfig encoder = spec.network().encoder();
        OptimizerSpec optimizer = spec.optimizer();
        return new ScriptArchive("Bert", source())
                .with("layers", encoder.numHiddenLayers())
                .with("heads", encoder.numAttentionHeads())
                .with("layer_norm_eps", encoder.layerNormEps())
                .with("hidden_dropout", encoder.hiddenDropoutProb())
                .with("attention_dropout", encoder.attentionProbsDropoutProb())
                .with("head_dropout", spec.network().heads().get(0).dropoutProb())
                .with("bf16", precision == Precision.BF16)
                .with("learning_rate", spec.learningRate())
                .with("beta1", optimizer.beta1())
                .with("beta2", optimizer.beta2())
                .with("epsilon", optimizer.epsilon())
                .with("weight_decay", optimizer.weightDecay())
                .with("weights", List.of())
                .with("factors", List.of())
                .with("matrices", List.of())
                .with("vectors", List.of());
    }

    private static byte[] source() throws IOException {
        try (InputStream stream = LibtorchNetwork.class.getResourceAsStream(SCRIPT)) {
            return stream.readAllBytes();
        }
    }

    private NDArray method(String name) {
        NDArray method = manager.zeros(new Shape());
        method.setName(METHOD + name);
        return method;
    }

    private void load(List<PtNDArray> weights) {
        try (IValue all = list(weights);
                IValue matrices = updated(weights, MATRIX);
                IValue vectors = updated(weights, MATRIX.negate())) {
            IValueUtils.runMethod(module, "load", all, matrices, vectors).close();
        }
    }

    /** Weights of one kind, and what AdamW keeps of each. */
    private IValue updated(List<PtNDArray> weights, Predicate<PtNDArray> kind) {
        List<PtNDArray> chosen = weights.stream().filter(kind).toList();
        try (IValue values = list(chosen);
                IValue firstMoments = zeros(chosen, PtNDArray::getShape);
                IValue secondMoments = zeros(chosen, PtNDArray::getShape);
                IValue steps = zeros(chosen, weight -> new Shape())) {
            return IValue.listFrom(values, firstMoments, secondMoments, steps);
        }
    }

    private IValue zeros(List<PtNDArray> weights, Function<PtNDArray, Shape> shape) {
        return list(
                weights.stream()
                        .map(weight -> (PtNDArray) manager.zeros(shape.apply(weight)))
                        .toList());
    }

    private static IValue list(List<PtNDArray> arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }

    @Override
    public void train(PackedBatch batch) {
        factorsKept = false;
        JniUtils.setGradMode(true);
        try (NDManager step = manager.newSubManager()) {
            NDList inputs = PaddedBatch.of(batch, step).inputsAndLabels();
            inputs.add(trainStep);
            IValueUtils.forward(module, inputs, true);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @Override
    public void infer(PackedBatch batch, float[] logits) {
        if (!factorsKept) {
            IValueUtils.runMethod(module, "keep_factors").close();
            factorsKept = true;
        }
        try (NDManager step = manager.newSubManager()) {
            NDList inputs = PaddedBatch.of(batch, step).inputs();
            inputs.add(infer);
            float[] result =
                    IValueUtils.forward(module, inputs, false).singletonOrThrow().toFloatArray();
            System.arraycopy(result, 0, logits, 0, result.length);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
