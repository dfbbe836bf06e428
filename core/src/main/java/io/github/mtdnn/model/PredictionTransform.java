package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Tensor;

/**
 * What stands between the hidden states of masked tokens and the decoder that predicts their
 * pieces. It has memory of its own for one pass at a time.
 */
interface PredictionTransform {

    /** Y = X, as in MT-DNN. */
    PredictionTransform NONE =
            new PredictionTransform() {
                @Override
                public void reserve(int maxRows) {}

                @Override
                public Tensor forward(Tensor input) {
                    return input;
                }

                @Override
                public void backward(Tensor input, Tensor grad) {}
            };

    /** Makes memory for so many masked tokens. */
    void reserve(int maxRows);

    /**
     * @param input X: (M, D)
     * @return Y: (M, D)
     */
    Tensor forward(Tensor input);

    /**
     * Adds the gradients of the weights.
     *
     * @param input X: (M, D)
     * @param grad dL/dY on entry, dL/dX on return: (M, D)
     */
    void backward(Tensor input, Tensor grad);
}
