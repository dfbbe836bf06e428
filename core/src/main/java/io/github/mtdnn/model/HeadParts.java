package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import java.util.Optional;

/**
 * What a task head is put together from.
 *
 * @param spec what it is to be
 * @param encoder below it
 * @param weights views of all parameters of the network
 * @param grads views of their gradients; empty for inference
 */
record HeadParts(
        HeadSpec spec,
        EncoderConfig encoder,
        Kernels kernels,
        ParameterViews weights,
        Optional<ParameterViews> grads) {

    /** Prefix of the names of its parameters. */
    String name() {
        return ParameterNames.head(spec.task());
    }

    int dropoutSite() {
        return DropoutKey.taskHead(encoder.numHiddenLayers());
    }

    CrossEntropy crossEntropy(int numClasses) {
        return new CrossEntropy(spec.task(), numClasses);
    }
}
