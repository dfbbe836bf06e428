package io.github.mtdnn.jobs.demo;

import java.util.List;

/** A task of the demo: how its examples come about, and the raw files they are written to. */
interface DemoTask {
    /** Name of its directory. */
    String directory();

    /** A new example; called with a running number, by which labels are kept in balance. */
    DemoExample draw(int number, Choice choice);

    /** Header of train and dev files; empty where they have none. */
    List<String> header();

    /** A row of a train or dev file. */
    List<String> row(int number, DemoExample example);

    /** Header of the test file. */
    List<String> testHeader();

    /** A row of the test file, which has no label. */
    List<String> testRow(int number, DemoExample example);
}
