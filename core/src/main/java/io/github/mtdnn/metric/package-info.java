/** How good predictions are: the measures that tasks are judged by, with bootstrap intervals. */
package io.github.mtdnn.metric;
