package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.text.Offsets;
import io.github.mtdnn.text.PieceIds;
import io.github.mtdnn.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times one tokenizer and its peers on one corpus, in turns. */
final class TokenizeRounds {
    private final Tokenizer tokenizer;
    private final List<PeerTokenizer> peers;
    private final Corpus corpus;
    private final Effort effort;
    private final PieceIds ids = new PieceIds();
    private final Offsets offsets = new Offsets();

    /**
     * How long each is measured.
     *
     * @param warmUpSeconds that do not count
     * @param leastSeconds of a round
     */
    record Effort(int rounds, double warmUpSeconds, double leastSeconds) {
        static final Effort FULL = new Effort(7, 3, 0.3);
    }

    /**
     * What was measured.
     *
     * @param megabytesPerSecond over the rounds, 10⁶ bytes of UTF-8
     * @param withOffsets the same where offsets are asked for
     */
    record Result(Samples megabytesPerSecond, Samples withOffsets, List<PeerResult> peers) {}

    /**
     * What was measured of a peer.
     *
     * @param differing texts of which it has other ids
     */
    record PeerResult(String name, Samples megabytesPerSecond, int differing) {}

    TokenizeRounds(Tokenizer tokenizer, List<PeerTokenizer> peers, Corpus corpus, Effort effort) {
        this.tokenizer = tokenizer;
        this.peers = peers;
        this.corpus = corpus;
        this.effort = effort;
    }

    Result run() {
        List<Runnable> contestants = new ArrayList<>(List.of(this::tokenize, this::withOffsets));
        peers.forEach(peer -> contestants.add(() -> corpus.texts().forEach(peer::ids)));
        double[][] seconds = new double[contestants.size()][effort.rounds()];
        contestants.forEach(contestant -> repeat(contestant, effort.warmUpSeconds()));
        for (int round = 0; round < effort.rounds(); round++) {
            for (int i = 0; i < seconds.length; i++) {
                seconds[i][round] = repeat(contestants.get(i), effort.leastSeconds());
            }
        }
        List<PeerResult> peerResults = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            PeerTokenizer peer = peers.get(i);
            peerResults.add(new PeerResult(peer.name(), speed(seconds[i + 2]), differing(peer)));
        }
        return new Result(speed(seconds[0]), speed(seconds[1]), peerResults);
    }

    private void tokenize() {
        for (String text : corpus.texts()) {
            ids.clear();
            tokenizer.tokenizeInto(text, ids);
        }
    }

    private void withOffsets() {
        for (String text : corpus.texts()) {
            ids.clear();
            offsets.clear();
            tokenizer.tokenizeInto(text, ids, offsets);
        }
    }

    /** Mean seconds of a run, over as many as fill the time. */
    private static double repeat(Runnable work, double leastSeconds) {
        long began = System.nanoTime();
        int runs = 0;
        double elapsed;
        do {
            work.run();
            runs++;
            elapsed = (System.nanoTime() - began) / 1e9;
        } while (elapsed < leastSeconds);
        return elapsed / runs;
    }

    private Samples speed(double[] seconds) {
        return Samples.of(seconds).rateOf(corpus.bytes() / 1e6);
    }

    private int differing(PeerTokenizer peer) {
        int differing = 0;
        for (String text : corpus.texts()) {
            ids.clear();
            tokenizer.tokenizeInto(text, ids);
            long[] ours = Arrays.stream(ids.toArray()).asLongStream().toArray();
            if (!Arrays.equals(ours, peer.ids(text))) {
                differing++;
            }
        }
        return differing;
    }
}
