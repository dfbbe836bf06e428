package io.github.mtdnn.checkpoint;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.model.ParameterBlock;
import io.github.mtdnn.model.ParameterLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code model.safetensors} of a checkpoint: the parameters of a network under the names of a
 * published BERT.
 */
public final class WeightsFile {
    public static final String NAME = "model.safetensors";
    private static final String ENCODER = "bert.";
    private static final String HEADS = "heads.";
    private static final String PUBLISHED_HEAD = "cls.";
    private static final String POOLER = "bert.pooler.";

    private WeightsFile() {}

    /** Reads parameters out of a network's flat vector. */
    @FunctionalInterface
    public interface Source {
        float[] read(long offset, int length);
    }

    /** Puts parameters into a network's flat vector. */
    @FunctionalInterface
    public interface Target {
        void write(long offset, float[] values);
    }

    /**
     * What a file gave and what it did not.
     *
     * @param initialised parameters that the file does not hold and that keep their initial values:
     *     task heads, and the pooler where a checkpoint has none
     * @param ignored tensors that the network has no place for, such as heads of other tasks
     */
    public record Report(List<String> initialised, List<String> ignored) {}

    /** Writes all parameters. */
    public static void write(OutputStream out, ParameterLayout layout, Source source)
            throws IOException {
        List<TensorInfo> tensors =
                layout.blocks().stream()
                        .map(block -> new TensorInfo(block.name(), block.shape()))
                        .toList();
        Safetensors.write(
                out,
                tensors,
                // Readers of other tools ask for it before they load a file.
                Map.of("format", "pt"),
                tensor -> source.read(layout.block(tensor.name()).offset(), tensor.size()));
    }

    /**
     * Reads the parameters that a network and a file have in common. Names without {@code bert.}
     * and those of old checkpoints ({@code LayerNorm.gamma}, {@code .beta}) are understood, and
     * {@code cls} is the masked-LM head where there is one.
     *
     * @param where name of the file, for messages
     * @throws DataFormatException if a parameter of the encoder is missing or has another shape
     */
    public static Report read(InputStream in, String where, ParameterLayout layout, Target target)
            throws IOException {
        Matching matching = new Matching(layout, target, where);
        Safetensors.read(in, where, matching);
        List<String> missing =
                layout.blocks().stream()
                        .map(ParameterBlock::name)
                        .filter(name -> !matching.found.containsKey(name))
                        .toList();
        List<String> fatal =
                missing.stream()
                        .filter(name -> !name.startsWith(HEADS) && !name.startsWith(POOLER))
                        .toList();
        if (!fatal.isEmpty()) {
            throw new DataFormatException(
                    "%s lacks %d of the encoder's parameters, %s for one. Take weights and config.json of the same checkpoint."
                            .formatted(where, fatal.size(), fatal.get(0)));
        }
        return new Report(missing, matching.ignored);
    }

    /** Puts each tensor in the place that the network has for it. */
    private static final class Matching implements Safetensors.Sink {
        private final ParameterLayout layout;
        private final Target target;
        private final String where;

        /** Name of the tensor that gave each parameter. */
        private final Map<String, String> found = new HashMap<>();

        private final List<String> ignored = new ArrayList<>();

        Matching(ParameterLayout layout, Target target, String where) {
            this.layout = layout;
            this.target = target;
            this.where = where;
        }

        @Override
        public boolean wants(TensorInfo tensor) {
            Optional<ParameterBlock> block = find(tensor);
            if (block.isEmpty()) {
                ignored.add(tensor.name());
                return false;
            }
            requireShape(tensor, block.get());
            String other = found.putIfAbsent(block.get().name(), tensor.name());
            if (other != null) {
                throw new DataFormatException(
                        "%s: tensors %s and %s are the same parameter, %s. Remove one of them."
                                .formatted(where, other, tensor.name(), block.get().name()));
            }
            return true;
        }

        @Override
        public void accept(TensorInfo tensor, float[] values) {
            target.write(find(tensor).orElseThrow().offset(), values);
        }

        private Optional<ParameterBlock> find(TensorInfo tensor) {
            String name =
                    tensor.name()
                            .replace("LayerNorm.gamma", "LayerNorm.weight")
                            .replace("LayerNorm.beta", "LayerNorm.bias");
            return layout.find(name)
                    .or(() -> layout.find(ENCODER + name))
                    .or(() -> findPublishedHead(name));
        }

        /** The masked-LM head of a pre-trained checkpoint is that of the one such task there is. */
        private Optional<ParameterBlock> findPublishedHead(String name) {
            if (!name.startsWith(PUBLISHED_HEAD)) {
                return Optional.empty();
            }
            String ending = name.substring(PUBLISHED_HEAD.length() - 1);
            List<ParameterBlock> candidates =
                    layout.blocks().stream()
                            .filter(block -> block.name().startsWith(HEADS))
                            .filter(block -> block.name().endsWith(ending))
                            .toList();
            return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
        }

        private void requireShape(TensorInfo tensor, ParameterBlock block) {
            if (!Arrays.equals(tensor.shape(), block.shape())) {
                throw new DataFormatException(
                        "%s: tensor %s has another shape than the network, %s. Take weights, config.json and vocab.txt of the same checkpoint, and task definitions with its numbers of labels."
                                .formatted(where, tensor, Arrays.toString(block.shape())));
            }
        }
    }
}
