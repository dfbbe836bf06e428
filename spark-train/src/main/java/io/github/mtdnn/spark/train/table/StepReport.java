package io.github.mtdnn.spark.train.table;

import java.io.Serializable;

/**
 * What one step of one worker did; a row of the {@code steps} table.
 *
 * @param round number of the round, from 0
 * @param step number of the worker's steps before this one
 * @param worker number of the worker, from 0
 * @param task task of the step's (first) batch
 * @param loss mean loss over the step's examples
 * @param gradNorm norm of the gradient before clipping
 * @param seconds from reading the rows to the updated parameters
 */
public record StepReport(
        int round,
        long step,
        int worker,
        int task,
        double loss,
        double learningRate,
        double gradNorm,
        long examples,
        long tokens,
        double seconds)
        implements Serializable {}
