package io.github.mtdnn.data;

import java.io.Serializable;
import java.util.List;

/**
 * What a directory of encoded shards holds: all that planning a training run needs. It is written
 * last, so a directory without one is not there yet. Stored as {@code manifest.json} in {@code
 * <data>/encoded/<vocabulary id>/<task>/<split>/}.
 *
 * @param formatVersion version of this file's format, see {@link #FORMAT_VERSION}
 * @param task name of the task
 * @param split name of the split
 * @param shards in the order that row numbers count
 * @param rawHash SHA-256 over the raw files
 * @param vocabularyHash SHA-256 of the vocabulary file
 * @param definitionHash SHA-256 of what of the task definition and the configuration decides the
 *     encoding
 * @param maxSeqLength longest example allowed, specials included
 * @param truncatedRows examples that were longer and have been cut
 */
public record Manifest(
        int formatVersion,
        String task,
        String split,
        List<Shard> shards,
        String rawHash,
        String vocabularyHash,
        String definitionHash,
        int maxSeqLength,
        long truncatedRows)
        implements Serializable {
    public static final int FORMAT_VERSION = 2;
    public static final String FILE_NAME = "manifest.json";

    /** Lengths that share an entry of a {@link Shard#lengthHistogram}, in tokens. */
    public static final int HISTOGRAM_BIN_TOKENS = 8;

    public Manifest {
        shards = List.copyOf(shards);
    }

    /** Examples in all shards. */
    public long rows() {
        return shards.stream().mapToLong(Shard::rows).sum();
    }

    /** Groups in all shards. */
    public long groups() {
        return shards.stream().mapToLong(Shard::groups).sum();
    }

    /** Tokens in all shards, specials included. */
    public long tokens() {
        return shards.stream().mapToLong(Shard::tokens).sum();
    }

    /**
     * One Parquet file.
     *
     * @param file name within the directory
     * @param rows examples
     * @param groups groups that begin in this file; a row without a group is one of its own
     * @param continuesGroup whether the first row is of the group that the file before ends with
     * @param tokens tokens of all examples, specials included
     * @param lengthHistogram examples by length: entry {@code n} counts those of {@code 8n .. 8n+7}
     *     tokens
     * @param sha256 checksum of the file, in hexadecimal
     */
    public record Shard(
            String file,
            long rows,
            long groups,
            boolean continuesGroup,
            long tokens,
            List<Long> lengthHistogram,
            String sha256)
            implements Serializable {
        public Shard {
            lengthHistogram = List.copyOf(lengthHistogram);
        }
    }
}
