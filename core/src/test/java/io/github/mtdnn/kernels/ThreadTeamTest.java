package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadTeamTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void runsEveryBlockOnceAndReturnsWhenAllAreDone(int members) {
        try (ThreadTeam team = new ThreadTeam(members)) {
            for (int piece = 0; piece < 3000; piece++) {
                int count = piece % 13;
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                team.run(
                        count,
                        (block, member) -> {
                            assertThat(member).isBetween(0, members - 1);
                            runs.incrementAndGet(block);
                        });
                for (int block = 0; block < count; block++) {
                    assertThat(runs.get(block)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void wakesHelpersThatSleep() {
        try (ThreadTeam team = new ThreadTeam(2)) {
            for (int piece = 0; piece < 5; piece++) {
                LockSupport.parkNanos(20_000_000);
                Thread[] ran = new Thread[2];
                team.run(
                        2,
                        (block, member) -> {
                            ran[block] = Thread.currentThread();
                            LockSupport.parkNanos(20_000_000); // so that one cannot run both
                        });
                assertThat(ran).doesNotContainNull().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void handsAFailureToTheCallerAndGoesOn() {
        try (ThreadTeam team = new ThreadTeam(2)) {
            for (int failing = 0; failing < 8; failing++) {
                int bad = failing;
                assertThatIllegalStateException()
                        .isThrownBy(
                                () ->
                                        team.run(
                                                8,
                                                (block, member) -> {
                                                    if (block == bad) {
                                                        throw new IllegalStateException(
                                                                "block " + block);
                                                    }
                                                }))
                        .withMessage("block " + bad);
            }
            AtomicIntegerArray runs = new AtomicIntegerArray(8);
            team.run(8, (block, member) -> runs.incrementAndGet(block));
            assertThat(runs.toString()).isEqualTo("[1, 1, 1, 1, 1, 1, 1, 1]");
        }
    }
}
