package io.github.mtdnn.task;

import java.io.Serializable;

/** One row of a raw data set: its texts and what is to be predicted, before tokenising. */
public sealed interface Example extends Serializable
        permits TextExample,
                CandidatesExample,
                WordsExample,
                QuestionExample,
                DocumentExample,
                TokenizedExample {

    /** Unique within task and split, as text. */
    String uid();

    /** The same example under another identifier. */
    Example withUid(String uid);
}
