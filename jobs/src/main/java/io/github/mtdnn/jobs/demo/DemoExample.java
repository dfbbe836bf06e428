package io.github.mtdnn.jobs.demo;

/**
 * An example of a demo task.
 *
 * @param premise first text
 * @param hypothesis second text; empty for single texts
 * @param label class or score, as the task's raw files spell it
 */
record DemoExample(String premise, String hypothesis, String label) {

    DemoExample(String premise, String label) {
        this(premise, "", label);
    }

    /** Both texts: what makes an example the same as another. */
    String texts() {
        return premise + "\t" + hypothesis;
    }
}
