package io.github.mtdnn.model;

/**
 * What a training step did.
 *
 * @param loss mean over its micro-batches
 * @param gradNorm norm of the gradient before clipping
 * @param learningRate it was made with
 * @param examples of all its micro-batches
 * @param tokens of all its micro-batches
 */
public record StepResult(
        double loss, double gradNorm, double learningRate, int examples, int tokens) {}
