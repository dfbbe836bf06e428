package io.github.mtdnn.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.github.mtdnn.jobs.bench.StepSpec;
import io.github.mtdnn.model.ParameterBlock;
import io.github.mtdnn.model.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The initial weights as tensors of libtorch, in the order in which {@code bert.py} counts them:
 * five of the embeddings, twelve of each layer, and four of pooler and head. Those of query, key
 * and value are one.
 */
final class LibtorchWeights {
    private final ParameterLayout layout;
    private final float[] parameters;
    private final NDManager manager;
    private final List<PtNDArray> weights = new ArrayList<>();

    /**
     * @param manager that they belong to
     */
    LibtorchWeights(StepSpec spec, NDManager manager) {
        layout = new ParameterLayout(spec.network());
        parameters = spec.parameters();
        this.manager = manager;
        String embeddings = "bert.embeddings";
        for (String table : List.of("word", "position", "token_type")) {
            add(embeddings + "." + table + "_embeddings.weight", 1);
        }
        addPair(embeddings + ".LayerNorm", 1);
        for (int i = 0; i < spec.network().encoder().numHiddenLayers(); i++) {
            String layer = "bert.encoder.layer." + i;
            // Key and value follow the query, their weights its weight and their biases its bias.
            addPair(layer + ".attention.self.query", 3);
            addPair(layer + ".attention.output.dense", 1);
            addPair(layer + ".attention.output.LayerNorm", 1);
            addPair(layer + ".intermediate.dense", 1);
            addPair(layer + ".output.dense", 1);
            addPair(layer + ".output.LayerNorm", 1);
        }
        addPair("bert.pooler.dense", 1);
        addPair("heads." + spec.network().heads().get(0).task(), 1);
    }

    List<PtNDArray> all() {
        return weights;
    }

    private void addPair(String name, int neighbours) {
        add(name + ".weight", neighbours);
        add(name + ".bias", neighbours);
    }

    private void add(String name, int neighbours) {
        ParameterBlock block = layout.block(name);
        long[] shape = block.shape();
        shape[0] *= neighbours;
        int from = Math.toIntExact(block.offset());
        int size = Math.toIntExact(neighbours * block.size());
        PtNDArray weight =
                (PtNDArray)
                        manager.create(
                                Arrays.copyOfRange(parameters, from, from + size),
                                new Shape(shape));
        weight.setRequiresGradient(true);
        weights.add(weight);
    }
}
