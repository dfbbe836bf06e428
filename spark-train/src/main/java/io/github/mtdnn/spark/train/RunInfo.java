package io.github.mtdnn.spark.train;

import java.io.Serializable;

/**
 * What every row of the tables says of its run.
 *
 * @param runId name of the run
 * @param seed of initialisation, plan and dropout
 * @param configHash of the settings that results depend on
 * @param dataHash of the examples in use
 * @param version of this software
 */
public record RunInfo(String runId, long seed, String configHash, String dataHash, String version)
        implements Serializable {}
