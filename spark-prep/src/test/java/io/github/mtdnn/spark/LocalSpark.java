package io.github.mtdnn.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** One local Spark session for all tests of a JVM. */
public final class LocalSpark {
    private LocalSpark() {}

    /** Two cores, no web page, few partitions after a shuffle. */
    public static SparkSession session() {
        return Holder.SESSION;
    }

    public static JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(session().sparkContext());
    }

    private static final class Holder {
        private static final SparkSession SESSION =
                SparkSession.builder()
                        .master("local[2]")
                        .appName("spark-prep tests")
                        .config("spark.ui.enabled", false)
                        .config("spark.sql.shuffle.partitions", 2)
                        .config("spark.driver.host", "localhost")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                        .getOrCreate();
    }
}
