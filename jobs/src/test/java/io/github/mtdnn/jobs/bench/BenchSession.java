package io.github.mtdnn.jobs.bench;

import org.apache.spark.sql.SparkSession;

/** A small local session for tests of this package. */
final class BenchSession {
    private BenchSession() {}

    static SparkSession open() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("bench tests")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }
}
