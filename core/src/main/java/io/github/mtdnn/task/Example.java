package io.github.mtdnn.task;

import java.io.Serializable;

/**
 * One row of a raw data set: its texts and what is to be predicted, before tokenising.
 *
 * @param uid unique within task and split, as text
 * @param premise first text
 * @param hypothesis second text; empty for tasks over single texts
 * @param label the label as the raw data spells it; empty where there is none
 */
public record Example(String uid, String premise, String hypothesis, String label)
        implements Serializable {}
