package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.spark.train.vector.ChunkedVector;
import java.io.Serializable;

/**
 * What every worker starts a round from; broadcast for the round and released after it.
 *
 * @param round number of the round, from 0
 * @param parameters of all workers
 * @param optimizerState first and second moment of all workers; empty where each worker keeps its
 *     own ({@code diloco})
 * @param stepCounts updates made so far of the shared part and of each task head; empty as above
 */
record RoundStart(
        int round, ChunkedVector parameters, ChunkedVector optimizerState, long[] stepCounts)
        implements Serializable {}
