/** Tables about the prepared data, a directory per split. */
package io.github.mtdnn.spark.prep.table;
