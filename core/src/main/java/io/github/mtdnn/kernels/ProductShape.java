package io.github.mtdnn.kernels;

/**
 * All that a library needs to know of a {@link Product} to make code for it. Mutable, so that it
 * can be looked up without allocation; what stands in a map is a {@link #copy}.
 */
final class ProductShape {
    int rows;
    int columns;
    int inner;
    int leftStride;
    boolean leftTransposed;
    int rightStride;
    boolean rightTransposed;
    boolean rightPacked;
    int resultStride;
    float factor;
    boolean adds;
    boolean biased;

    ProductShape copy() {
        ProductShape copy = new ProductShape();
        copy.rows = rows;
        copy.columns = columns;
        copy.inner = inner;
        copy.leftStride = leftStride;
        copy.leftTransposed = leftTransposed;
        copy.rightStride = rightStride;
        copy.rightTransposed = rightTransposed;
        copy.rightPacked = rightPacked;
        copy.resultStride = resultStride;
        copy.factor = factor;
        copy.adds = adds;
        copy.biased = biased;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProductShape that
                && rows == that.rows
                && columns == that.columns
                && inner == that.inner
                && leftStride == that.leftStride
                && leftTransposed == that.leftTransposed
                && rightStride == that.rightStride
                && rightTransposed == that.rightTransposed
                && rightPacked == that.rightPacked
                && resultStride == that.resultStride
                && Float.floatToIntBits(factor) == Float.floatToIntBits(that.factor)
                && adds == that.adds
                && biased == that.biased;
    }

    @Override
    public int hashCode() {
        int hash = rows;
        hash = 31 * hash + columns;
        hash = 31 * hash + inner;
        hash = 31 * hash + leftStride;
        hash = 31 * hash + rightStride;
        hash = 31 * hash + resultStride;
        hash = 31 * hash + Float.floatToIntBits(factor);
        hash = 2 * hash + (leftTransposed ? 1 : 0);
        hash = 2 * hash + (rightTransposed ? 1 : 0);
        hash = 2 * hash + (rightPacked ? 1 : 0);
        hash = 2 * hash + (adds ? 1 : 0);
        return 2 * hash + (biased ? 1 : 0);
    }
}
