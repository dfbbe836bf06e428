package io.github.mtdnn.spark.train.environment;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Kernels that give out tensors without memory and count what they would have taken. A network is
 * built on them to learn its size; nothing can be computed.
 */
final class AllocationCounter implements InvocationHandler {
    private long bytes;

    /** Kernels that count here. */
    Kernels kernels() {
        return (Kernels)
                Proxy.newProxyInstance(
                        Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, this);
    }

    /** Bytes asked for so far. */
    long bytes() {
        return bytes;
    }

    /** A tensor without memory. */
    static Tensor tensor(int rows, int columns) {
        return new Outline(rows, columns);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "allocate":
                int rows = (int) arguments[0];
                int columns = (int) arguments[1];
                bytes += (long) Float.BYTES * rows * columns;
                return tensor(rows, columns);
            case "view":
                return tensor((int) arguments[2], (int) arguments[3]);
            case "name":
                return "counter";
            case "close":
                return null;
            default:
                throw new UnsupportedOperationException(
                        method.getName() + " on tensors without memory");
        }
    }

    /** The shape of a tensor, and nothing in it. */
    private static final class Outline implements Tensor {
        private final int capacity;
        private final int columns;
        private int rows;

        Outline(int capacity, int columns) {
            this.capacity = capacity;
            this.columns = columns;
            this.rows = capacity;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public void resize(int newRows) {
            if (newRows < 1 || newRows > capacity) {
                throw new IllegalArgumentException(
                        "%d rows in a tensor with memory for %d".formatted(newRows, capacity));
            }
            rows = newRows;
        }
    }
}
