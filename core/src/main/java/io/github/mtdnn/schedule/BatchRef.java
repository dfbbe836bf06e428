package io.github.mtdnn.schedule;

import java.io.Serializable;

/**
 * The examples of one batch, by reference: units of a task's training split, counted over its
 * shards in the order of the manifest. A unit is a row, or in ranking a group of candidates.
 *
 * @param position of the batch in the whole plan, from 0; dropout is keyed by it
 * @param task index of the task
 * @param units numbers of the units
 */
public record BatchRef(long position, int task, int[] units) implements Serializable {}
