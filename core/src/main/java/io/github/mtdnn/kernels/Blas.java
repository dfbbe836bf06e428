package io.github.mtdnn.kernels;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Matrix products of row-major float32 by the BLAS that ND4J brings. One instance per thread. */
final class Blas {
    private static final int VENDOR_MKL = 3;

    static {
        // The parallel part is ours: BLAS, of which a process has one, stays in the calling thread.
        openblas_nolapack.blas_set_num_threads(1);
    }

    private final Cursor left = new Cursor();
    private final Cursor right = new Cursor();
    private final Cursor result = new Cursor();

    /** Name and version, for logs. */
    static String describe() {
        return openblas_nolapack.blas_get_vendor() == VENDOR_MKL
                ? "MKL"
                : openblas_nolapack.OPENBLAS_VERSION.strip();
    }

    /**
     * {@code C = factor · A B + keep · C} with A (rows, inner) and B (inner, columns), each of them
     * transposed first where it says so.
     *
     * @param a address of A
     * @param lda elements from one row of A, as it lies in memory, to the next
     */
    void multiply(
            int rows,
            int columns,
            int inner,
            float factor,
            long a,
            int lda,
            boolean transposeA,
            long b,
            int ldb,
            boolean transposeB,
            float keep,
            long c,
            int ldc) {
        openblas_nolapack.cblas_sgemm(
                CblasRowMajor,
                transposeA ? CblasTrans : CblasNoTrans,
                transposeB ? CblasTrans : CblasNoTrans,
                rows,
                columns,
                inner,
                factor,
                left.at(a),
                lda,
                right.at(b),
                ldb,
                keep,
                result.at(c),
                ldc);
    }

    /** A pointer that is moved instead of made anew for each call. */
    private static final class Cursor extends FloatPointer {
        private Cursor() {
            super((Pointer) null);
        }

        private Cursor at(long newAddress) {
            address = newAddress;
            return this;
        }
    }
}
