package io.github.mtdnn.kernels;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Products of float32 by the BLAS that ND4J brings. */
final class BlasProduct extends Product {
    private static final int VENDOR_MKL = 3;

    static {
        // The parallel part is ours: BLAS, of which a process has one, stays in the calling thread.
        openblas_nolapack.blas_set_num_threads(1);
    }

    private final Address a = new Address();
    private final Address b = new Address();
    private final Address c = new Address();
    private final Address row = new Address();
    private FloatPointer ones = new FloatPointer(0);

    /** Name and version, for logs. */
    static String library() {
        return openblas_nolapack.blas_get_vendor() == VENDOR_MKL
                ? "MKL"
                : openblas_nolapack.OPENBLAS_VERSION.strip();
    }

    @Override
    void compute() {
        openblas_nolapack.cblas_sgemm(
                CblasRowMajor,
                shape.leftTransposed ? CblasTrans : CblasNoTrans,
                shape.rightTransposed ? CblasTrans : CblasNoTrans,
                shape.rows,
                shape.columns,
                shape.inner,
                shape.factor,
                a.at(left),
                shape.leftStride,
                b.at(right),
                shape.rightStride,
                shape.adds ? 1 : 0,
                c.at(result),
                shape.resultStride);
        if (shape.biased) {
            addBias();
        }
    }

    /** As the product of a column of ones with the bias. */
    private void addBias() {
        if (ones.capacity() < shape.rows) {
            ones.close();
            float[] values = new float[shape.rows];
            Arrays.fill(values, 1);
            ones = new FloatPointer(values);
        }
        openblas_nolapack.cblas_sger(
                CblasRowMajor,
                shape.rows,
                shape.columns,
                1,
                ones,
                1,
                row.at(bias),
                1,
                c.at(result),
                shape.resultStride);
    }

    @Override
    void free() {
        ones.close();
    }
}
