package io.github.mtdnn.spark.train.environment;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.function.Supplier;

/** What came of computing a small product with the kernels that are to train. */
sealed interface BackendProbe {

    /** Numbers came back, right or wrong. */
    record Answered(String kernels, double greatestError) implements BackendProbe {}

    /** Nothing was asked: the job does no arithmetic, or the device is known not to do it. */
    record NotAsked() implements BackendProbe {}

    /** It could not be loaded, or failed. */
    record Failed(String reason) implements BackendProbe {}

    /** Multiplies two small matrices of which the product is known. */
    static BackendProbe of(Supplier<Kernels> factory) {
        // Loading native code ends in errors (UnsatisfiedLinkError, ExceptionInInitializerError).
        try (Kernels kernels = factory.get()) {
            return new Answered(kernels.name(), greatestError(kernels));
        } catch (Exception | LinkageError failure) {
            return new Failed(innermost(failure).toString());
        }
    }

    private static double greatestError(Kernels kernels) {
        int rows = 5;
        int inner = 7;
        int columns = 3;
        float[] x = ramp(rows * inner, 0.25f);
        float[] w = ramp(columns * inner, -0.5f);
        float[] b = ramp(columns, 2f);
        Tensor output = kernels.allocate(rows, columns);
        kernels.linear(
                tensor(kernels, x, rows, inner),
                tensor(kernels, w, columns, inner),
                tensor(kernels, b, 1, columns),
                output);
        float[] y = new float[rows * columns];
        kernels.read(output, y, 0);

        double greatest = 0;
        for (int n = 0; n < rows; n++) {
            for (int o = 0; o < columns; o++) {
                double expected = b[o];
                for (int i = 0; i < inner; i++) {
                    expected += x[n * inner + i] * w[o * inner + i];
                }
                double error = Math.abs(y[n * columns + o] - expected);
                // Not Math.max alone: a NaN has to stay one.
                greatest = Double.isNaN(error) ? Double.NaN : Math.max(greatest, error);
            }
        }
        return greatest;
    }

    private static Tensor tensor(Kernels kernels, float[] values, int rows, int columns) {
        Tensor tensor = kernels.allocate(rows, columns);
        kernels.write(values, 0, tensor);
        return tensor;
    }

    private static float[] ramp(int length, float step) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = step * (i % 5 - 2);
        }
        return values;
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
