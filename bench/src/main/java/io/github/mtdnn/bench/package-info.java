/** Other people's programs, as {@code ./mtdnn bench} measures us against them. */
package io.github.mtdnn.bench;
