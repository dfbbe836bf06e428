package io.github.mtdnn.schedule;

import java.io.Serializable;

/**
 * The examples of one batch, by reference: rows of a task's training split, counted over its shards
 * in the order of the manifest.
 *
 * @param position of the batch in the whole plan, from 0; dropout is keyed by it
 * @param task index of the task
 * @param rows row numbers
 */
public record BatchRef(long position, int task, int[] rows) implements Serializable {}
