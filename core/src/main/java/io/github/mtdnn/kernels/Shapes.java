package io.github.mtdnn.kernels;

/** Checks of the arguments of {@link Kernels}, the same for every implementation. */
final class Shapes {
    private Shapes() {}

    static void require(String what, Tensor tensor, int rows, int columns) {
        if (tensor.rows() != rows || tensor.columns() != columns) {
            throw new IllegalArgumentException(
                    "%s is (%d, %d), needed is (%d, %d)"
                            .formatted(what, tensor.rows(), tensor.columns(), rows, columns));
        }
    }

    static void requireSame(String what, Tensor tensor, Tensor other) {
        require(what, tensor, other.rows(), other.columns());
    }

    static void requireRow(String what, Tensor tensor, int columns) {
        require(what, tensor, 1, columns);
    }

    static void requireColumns(String what, Tensor tensor, int columns) {
        require(what, tensor, tensor.rows(), columns);
    }

    static void requireElements(String what, Tensor tensor, long elements) {
        if (size(tensor) < elements) {
            throw new IllegalArgumentException(
                    "%s is (%d, %d), needed are %d elements"
                            .formatted(what, tensor.rows(), tensor.columns(), elements));
        }
    }

    static void requireRange(String what, int length, int from, Tensor tensor) {
        if (from < 0 || length - (long) from < size(tensor)) {
            throw new IllegalArgumentException(
                    "%s has %d elements, needed are %d from element %d"
                            .formatted(what, length, size(tensor), from));
        }
    }

    static void requireEntries(String what, int[] entries, Tensor tensor) {
        if (entries.length < tensor.rows()) {
            throw new IllegalArgumentException(
                    "%s has %d entries for %d rows".formatted(what, entries.length, tensor.rows()));
        }
    }

    static void requireCount(String what, int[] entries, int count) {
        if (entries.length < count) {
            throw new IllegalArgumentException(
                    "%s has %d entries, needed are %d".formatted(what, entries.length, count));
        }
    }

    /** The state of an optimiser is of the shape of the parameters. */
    static void requireMoments(Tensor first, Tensor second, Tensor parameters) {
        requireSame("firstMoment", first, parameters);
        requireSame("secondMoment", second, parameters);
    }

    static void requireView(Tensor flat, long offset, int rows, int columns) {
        requireSize(rows, columns);
        long end = offset + (long) rows * columns;
        long available = (long) flat.capacity() * flat.columns();
        if (offset < 0 || end > available) {
            throw new IllegalArgumentException(
                    "view of elements %d to %d of a tensor of %d"
                            .formatted(offset, end, available));
        }
    }

    static void requireSize(int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "rows = %d, columns = %d: both have to be at least 1".formatted(rows, columns));
        }
    }

    static void requireResize(int rows, int capacity) {
        if (rows < 1 || rows > capacity) {
            throw new IllegalArgumentException(
                    "%d rows in a tensor with memory for %d".formatted(rows, capacity));
        }
    }

    static void requireProbability(double prob) {
        if (!(prob >= 0 && prob < 1)) {
            throw new IllegalArgumentException(
                    "dropout probability %s is not in [0, 1)".formatted(prob));
        }
    }

    /** The checks that forward and backward pass of attention share; returns D. */
    static int requireAttention(
            Sequences sequences,
            Tensor queryKeyValue,
            int heads,
            double prob,
            Tensor probabilities,
            Tensor context) {
        requireProbability(prob);
        int hidden = context.columns();
        if (heads < 1 || hidden % heads != 0) {
            throw new IllegalArgumentException(
                    "%d columns do not divide into %d attention heads".formatted(hidden, heads));
        }
        require("context", context, sequences.tokens(), hidden);
        require("queryKeyValue", queryKeyValue, sequences.tokens(), 3 * hidden);
        requireElements("probabilities", probabilities, Kernels.attentionSize(sequences, heads));
        return hidden;
    }

    /** Elements in use. */
    static long size(Tensor tensor) {
        return (long) tensor.rows() * tensor.columns();
    }
}
