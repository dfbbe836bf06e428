package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignLoadTest {
    @Test
    void isAShareOfTheCores() throws InterruptedException {
        ForeignLoad foreign = ForeignLoad.begin();
        Thread.sleep(50);
        assertThat(foreign.share()).isBetween(0.0, 1.0);
    }

    /** Own work is none of other processes', on a machine that may be busy with both. */
    @Test
    void leavesOwnWorkOut() {
        ForeignLoad foreign = ForeignLoad.begin();
        long end = System.nanoTime() + 300_000_000;
        long turns = 0;
        while (System.nanoTime() < end) {
            turns++;
        }
        assertThat(turns).isPositive();
        assertThat(foreign.share())
                .isLessThan(1 - 0.2 / Runtime.getRuntime().availableProcessors());
    }
}
