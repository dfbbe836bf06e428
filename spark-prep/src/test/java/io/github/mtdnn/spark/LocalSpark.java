package io.github.mtdnn.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The local Spark session that all tests of a JVM share. */
public final class LocalSpark {
    private LocalSpark() {}

    /** Two cores, no web page, few partitions after a shuffle. */
    public static SparkSession session() {
        return session("local[2]");
    }

    public static JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(session().sparkContext());
    }

    /** Ends the shared session and starts one on another master; to be stopped by the test. */
    public static SparkSession restart(String master) {
        session().stop();
        return session(master);
    }

    private static SparkSession session(String master) {
        return SparkSession.builder()
                .master(master)
                .appName("spark-prep tests")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .getOrCreate();
    }
}
