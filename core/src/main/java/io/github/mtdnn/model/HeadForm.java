package io.github.mtdnn.model;

/** Which of the networks that a type of task can have on top of the encoder. */
public enum HeadForm {
    /**
     * What is usual for the type: a linear layer; in masked-LM the head of a BERT pre-training
     * checkpoint.
     */
    STANDARD("standard"),
    /**
     * What MT-DNN has where that is not the usual: masked-LM without transform and output bias,
     * next sentence from the first token's hidden state.
     */
    MTDNN("mt-dnn");

    private final String configName;

    HeadForm(String configName) {
        this.configName = configName;
    }

    /** The name used in files. */
    public String configName() {
        return configName;
    }
}
