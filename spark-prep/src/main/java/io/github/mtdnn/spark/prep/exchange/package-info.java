/** Raw and prepared data in the form of the Python toolkit's files. */
package io.github.mtdnn.spark.prep.exchange;
