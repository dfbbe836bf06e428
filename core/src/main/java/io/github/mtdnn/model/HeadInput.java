package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.Arrays;

/**
 * The rows X that a {@link LinearHead} maps to logits. Where a row is a token, all tokens of a
 * sequence are dropped alike (variational dropout, Gal and Ghahramani 2016), as MT-DNN does it.
 *
 * <p>Shapes: R rows, N tokens, B sequences, D hidden size.
 */
enum HeadInput {
    /** The pooled vector of each sequence: R = B. */
    POOLED {
        @Override
        int rows(int tokens, int sequences) {
            return sequences;
        }

        @Override
        void read(EncodedBatch encoded, Kernels kernels, Tensor rows) {
            kernels.copy(encoded.pooled(), rows);
        }

        @Override
        void addGrad(Tensor rowsGrad, Kernels kernels, EncodedBatch grads) {
            kernels.add(rowsGrad, grads.pooled());
        }
    },

    /** The hidden state of each sequence's first token: R = B. */
    FIRST_TOKENS {
        @Override
        int rows(int tokens, int sequences) {
            return sequences;
        }

        @Override
        void read(EncodedBatch encoded, Kernels kernels, Tensor rows) {
            kernels.gatherRows(encoded.hidden(), encoded.batch().offsets(), rows);
        }

        @Override
        void addGrad(Tensor rowsGrad, Kernels kernels, EncodedBatch grads) {
            kernels.addGatheredRowsGrad(rowsGrad, grads.batch().offsets(), grads.hidden());
        }
    },

    /** The hidden state of each token: R = N. */
    TOKENS {
        @Override
        int rows(int tokens, int sequences) {
            return tokens;
        }

        @Override
        void read(EncodedBatch encoded, Kernels kernels, Tensor rows) {
            kernels.copy(encoded.hidden(), rows);
        }

        @Override
        void addGrad(Tensor rowsGrad, Kernels kernels, EncodedBatch grads) {
            kernels.add(rowsGrad, grads.hidden());
        }

        @Override
        void fillSequences(PackedBatch batch, int[] sequences) {
            int[] offsets = batch.offsets();
            for (int b = 0; b < batch.count(); b++) {
                Arrays.fill(sequences, offsets[b], offsets[b + 1], b);
            }
        }
    };

    /** R, for a batch of so many tokens and sequences. */
    abstract int rows(int tokens, int sequences);

    /** Copies X: (R, D). */
    abstract void read(EncodedBatch encoded, Kernels kernels, Tensor rows);

    /** Adds dL/dX: (R, D) to the gradient of where X comes from. */
    abstract void addGrad(Tensor rowsGrad, Kernels kernels, EncodedBatch grads);

    /** Puts the sequence of each row; a row per sequence unless said otherwise. */
    void fillSequences(PackedBatch batch, int[] sequences) {
        for (int b = 0; b < batch.count(); b++) {
            sequences[b] = b;
        }
    }
}
