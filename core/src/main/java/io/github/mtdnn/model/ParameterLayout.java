package io.github.mtdnn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each parameter of a network stands in one flat vector: the shared segment first, then one
 * segment per task head.
 *
 * <p>A segment begins with its matrices and ends with its vectors, so that what has weight decay
 * and what has none are two contiguous parts. The weights of query, key and value are neighbours,
 * and so are their biases: one linear map with a weight of (3D, D) computes all three.
 */
public final class ParameterLayout {
    private final List<ParameterBlock> blocks = new ArrayList<>();
    private final Map<String, ParameterBlock> byName = new LinkedHashMap<>();
    private final List<Segment> segments = new ArrayList<>();
    private long size;

    public ParameterLayout(NetworkSpec spec) {
        addSegment(sharedShapes(spec.encoder()));
        for (HeadSpec head : spec.heads()) {
            addSegment(headShapes(head, spec.encoder()));
        }
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a network of %d parameters is larger than the %d that are supported"
                            .formatted(size, Integer.MAX_VALUE));
        }
    }

    /** A layout of given segments, each a list of parameters. */
    ParameterLayout(List<List<ParameterShape>> segments) {
        segments.forEach(this::addSegment);
    }

    /** Number of all parameters, P. */
    public long size() {
        return size;
    }

    /** All parameters in the order of the flat vector. */
    public List<ParameterBlock> blocks() {
        return List.copyOf(blocks);
    }

    /** The parameters of one segment in the order of the flat vector. */
    public List<ParameterBlock> blocks(Segment segment) {
        return blocks.stream()
                .filter(b -> b.offset() >= segment.offset() && b.end() <= segment.end())
                .toList();
    }

    /** The parameter of that name. */
    public ParameterBlock block(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no parameter is named " + name));
    }

    /** The parameter of that name, if there is one. */
    public Optional<ParameterBlock> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The parameters that all tasks share: embeddings, encoder, pooler. */
    public Segment shared() {
        return segments.get(0);
    }

    /** The parameters of one task's head. */
    public Segment head(int task) {
        return segments.get(1 + task);
    }

    /** The shared segment, then those of the heads in the order of the tasks. */
    public List<Segment> segments() {
        return List.copyOf(segments);
    }

    private static List<ParameterShape> sharedShapes(EncoderConfig config) {
        int hidden = config.hiddenSize();
        int inner = config.intermediateSize();
        List<ParameterShape> shapes = new ArrayList<>();
        String embeddings = ParameterNames.EMBEDDINGS;
        shapes.add(
                ParameterShape.matrix(ParameterNames.WORD_EMBEDDINGS, config.vocabSize(), hidden));
        shapes.add(
                ParameterShape.matrix(
                        embeddings + ".position_embeddings.weight",
                        config.maxPositionEmbeddings(),
                        hidden));
        shapes.add(
                ParameterShape.matrix(
                        embeddings + ".token_type_embeddings.weight",
                        config.typeVocabSize(),
                        hidden));
        addNorm(shapes, embeddings + ".LayerNorm", hidden);
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            String attention = ParameterNames.layer(layer) + ".attention";
            for (String part : ParameterNames.QUERY_KEY_VALUE) {
                addLinear(shapes, attention + ".self." + part, hidden, hidden);
            }
            addLinear(shapes, attention + ".output.dense", hidden, hidden);
            addNorm(shapes, attention + ".output.LayerNorm", hidden);
            addLinear(shapes, ParameterNames.layer(layer) + ".intermediate.dense", inner, hidden);
            addLinear(shapes, ParameterNames.layer(layer) + ".output.dense", hidden, inner);
            addNorm(shapes, ParameterNames.layer(layer) + ".output.LayerNorm", hidden);
        }
        addLinear(shapes, ParameterNames.POOLER, hidden, hidden);
        return shapes;
    }

    private static List<ParameterShape> headShapes(HeadSpec head, EncoderConfig config) {
        return switch (head.type()) {
            case CLASSIFICATION, REGRESSION, RANKING, SPAN, SEQUENCE_LABELING ->
                    linearShapes(
                            ParameterNames.head(head.task()),
                            head.numClasses(),
                            config.hiddenSize());
            case MASKED_LM -> maskedLmShapes(head, config);
        };
    }

    /** The decoder's weight is the word embeddings, so it is not among them. */
    private static List<ParameterShape> maskedLmShapes(HeadSpec head, EncoderConfig config) {
        int hidden = config.hiddenSize();
        String task = head.task();
        List<ParameterShape> shapes =
                linearShapes(
                        ParameterNames.nextSentence(task), HeadSpec.NEXT_SENTENCE_CLASSES, hidden);
        if (head.form() == HeadForm.STANDARD) {
            String transform = ParameterNames.predictionTransform(task);
            addLinear(shapes, transform + ".dense", hidden, hidden);
            addNorm(shapes, transform + ".LayerNorm", hidden);
            shapes.add(
                    ParameterShape.vector(ParameterNames.predictionBias(task), config.vocabSize()));
        }
        return shapes;
    }

    private static List<ParameterShape> linearShapes(String name, int out, int in) {
        List<ParameterShape> shapes = new ArrayList<>();
        addLinear(shapes, name, out, in);
        return shapes;
    }

    private static void addLinear(List<ParameterShape> shapes, String name, int out, int in) {
        shapes.add(ParameterShape.matrix(name + ".weight", out, in));
        shapes.add(ParameterShape.vector(name + ".bias", out));
    }

    private static void addNorm(List<ParameterShape> shapes, String name, int width) {
        shapes.add(ParameterShape.vector(name + ".weight", width));
        shapes.add(ParameterShape.vector(name + ".bias", width));
    }

    private void addSegment(List<ParameterShape> shapes) {
        long start = size;
        shapes.stream().filter(ParameterShape::isMatrix).forEach(this::addBlock);
        shapes.stream().filter(shape -> !shape.isMatrix()).forEach(this::addBlock);
        segments.add(new Segment(start, size - start));
    }

    private void addBlock(ParameterShape shape) {
        ParameterBlock block =
                new ParameterBlock(
                        shape.name(), size, shape.rows(), shape.columns(), shape.isMatrix());
        blocks.add(block);
        byName.put(block.name(), block);
        size = block.end();
    }

    /** Name and shape of a parameter that has no place yet. */
    record ParameterShape(String name, int rows, int columns, boolean isMatrix) {
        static ParameterShape matrix(String name, int rows, int columns) {
            return new ParameterShape(name, rows, columns, true);
        }

        static ParameterShape vector(String name, int length) {
            return new ParameterShape(name, 1, length, false);
        }
    }
}
