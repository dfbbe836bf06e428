package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;

/** Loss of all logits of a batch; computed on the host in double precision. */
interface BatchLoss {

    /**
     * Mean loss; 0 where nothing takes part in it.
     *
     * @param logits one row after the other
     * @param batch has the labels
     * @param scale factor of the gradient, not of the loss returned
     * @param gradient receives scale · d mean loss / d logits
     * @throws io.github.mtdnn.failure.DataFormatException where the labels do not fit the head
     */
    double mean(float[] logits, PackedBatch batch, double scale, float[] gradient);
}
