package io.github.mtdnn.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The calling thread and helpers of its own, which share out the blocks of one piece of work after
 * another. A training step is some hundred pieces of less than a millisecond, so handing one out
 * has to cost little: helpers wait for the next piece awake for some ten microseconds before they
 * go to sleep, and a helper that is late holds up nobody, because whoever is free takes the next
 * block.
 *
 * <p>Which thread computes a block is a matter of chance. Results are not, as long as what a block
 * computes and where it puts it depends on the block's number alone.
 */
final class ThreadTeam implements AutoCloseable {

    /** Work in numbered blocks. */
    interface Work {
        /**
         * @param block from 0
         * @param member of the team that runs it, from 0; for memory that a thread has to itself
         */
        void run(int block, int member);
    }

    /** Work of which each numbered block gives a number. */
    interface Summand {
        /** As {@link Work#run}. */
        double of(int block, int member);
    }

    /** About 30 µs: longer than the gap between two pieces of work of a step. */
    private static final int SPINS = 2_000;

    private static final long BLOCKS_LEFT = 0xffff_ffffL;

    private final Helper[] helpers;

    /** High half: number of the piece of work; low half: its blocks that nobody has taken yet. */
    private final AtomicLong open = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();

    // Written before `open`, read only by who has taken a block, so while the work is not done.
    private Work work;
    private int blocks;

    private double[] summands = new double[0];
    private int pieces;
    private volatile Thread waiting;
    private volatile Throwable failure;
    private volatile boolean closed;

    /**
     * @param members threads in all, with the caller
     */
    ThreadTeam(int members) {
        helpers = new Helper[members - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
            helpers[i].start();
        }
    }

    /** Threads in all. */
    int members() {
        return helpers.length + 1;
    }

    /** Runs all blocks, and returns when the last is done. Called by one thread at a time. */
    void run(int count, Work newWork) {
        if (helpers.length == 0 || count == 1) {
            for (int block = 0; block < count; block++) {
                newWork.run(block, 0);
            }
            return;
        }
        if (count <= 0) {
            return;
        }
        work = newWork;
        blocks = count;
        unfinished.set(count);
        pieces++;
        open.set((long) pieces << 32 | count);
        for (int i = 0; i < helpers.length && i < count - 1; i++) {
            helpers[i].wake();
        }
        takeBlocks(0);
        awaitOthers();
        work = null;
        rethrow();
    }

    /** Runs all blocks, and returns the sum of their numbers, added in the order of the blocks. */
    double sum(int count, Summand summand) {
        if (summands.length < count) {
            summands = new double[Math.max(count, 2 * summands.length)];
        }
        double[] ofBlocks = summands;
        run(count, (block, member) -> ofBlocks[block] = summand.of(block, member));
        double sum = 0;
        for (int block = 0; block < count; block++) {
            sum += ofBlocks[block];
        }
        return sum;
    }

    private void awaitOthers() {
        for (int spins = 0; unfinished.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                waiting = Thread.currentThread();
                while (unfinished.get() > 0) {
                    LockSupport.park(this);
                }
                waiting = null;
            }
        }
    }

    private void rethrow() {
        Throwable thrown = failure;
        if (thrown == null) {
            return;
        }
        failure = null;
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown; // Work declares no other
    }

    /** Takes and runs blocks until none is left; whether there was any. */
    private boolean takeBlocks(int member) {
        int done = 0;
        for (int block = takeBlock(); block >= 0; block = takeBlock()) {
            try {
                work.run(block, member);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            done++;
        }
        if (done > 0 && unfinished.addAndGet(-done) == 0) {
            Thread caller = waiting;
            if (caller != null) {
                LockSupport.unpark(caller);
            }
        }
        return done > 0;
    }

    private int takeBlock() {
        while (true) {
            long state = open.get();
            int left = (int) (state & BLOCKS_LEFT);
            if (left == 0) {
                return -1;
            }
            if (open.compareAndSet(state, state - 1)) {
                return blocks - left;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private final class Helper extends Thread {
        private final int member;
        private volatile boolean asleep;

        private Helper(int member) {
            super("mtdnn-kernels-" + member);
            this.member = member;
            setDaemon(true);
        }

        private void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int idle = 0;
            while (!closed) {
                if (takeBlocks(member)) {
                    idle = 0;
                } else if (idle++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    asleep = true;
                    if (!closed && (open.get() & BLOCKS_LEFT) == 0) {
                        LockSupport.park(ThreadTeam.this);
                    }
                    asleep = false;
                    idle = 0;
                }
            }
        }
    }
}
