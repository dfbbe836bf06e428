/** What is wrong, where it shows on the driver as a failed Spark job. */
package io.github.mtdnn.spark.failure;
