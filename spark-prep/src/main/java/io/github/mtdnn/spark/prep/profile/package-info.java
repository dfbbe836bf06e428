/** What the prepared data is like: labels, lengths, repeated and leaked texts. */
package io.github.mtdnn.spark.prep.profile;
