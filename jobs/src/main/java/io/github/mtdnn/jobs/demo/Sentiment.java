package io.github.mtdnn.jobs.demo;

import java.util.List;

/**
 * Does the writer like it? Some judgements are negated, and where there are two, of opposite sense,
 * only the main one counts: so an adjective says little by itself. Raw files as SST-2's.
 */
final class Sentiment implements DemoTask {
    private static final double NEGATED = 0.2;
    private static final List<String> NEGATIONS =
            List.of("not", "never", "hardly", "far from", "anything but");
    private static final List<String> DEGREES = List.of("very", "quite", "rather", "really", "so");

    @Override
    public String directory() {
        return "Sentiment";
    }

    @Override
    public DemoExample draw(int number, Choice choice) {
        boolean positive = number % 2 == 0;
        String main = judgement(positive, choice);
        String text =
                switch (choice.below(12)) {
                    case 0 -> judgement(!positive, choice) + ", but " + main;
                    case 1 -> "although " + judgement(!positive, choice) + ", " + main;
                    case 2 -> main + ", although " + judgement(!positive, choice);
                    case 3 -> "nobody thinks that " + judgement(!positive, choice);
                    case 4 -> "everybody says that " + main;
                    default -> main;
                };
        return new DemoExample(Sentences.sentence(text), positive ? "1" : "0");
    }

    private static String judgement(boolean positive, Choice choice) {
        boolean negated = choice.chance(NEGATED);
        String adjective = choice.of(positive != negated ? Lexicon.GOOD : Lexicon.BAD);
        String subject = "the " + choice.of(Lexicon.SUBJECTS_OF_OPINION);
        // Enough different sentences for those with one judgement not to run out.
        if (choice.chance(0.7)) {
            subject += " of the " + choice.of(Lexicon.AGENTS).word();
        }
        subject += " was ";
        if (negated) {
            return subject + choice.of(NEGATIONS) + " " + adjective;
        }
        return subject + (choice.chance(0.5) ? choice.of(DEGREES) + " " : "") + adjective;
    }

    @Override
    public List<String> header() {
        return List.of("sentence", "label");
    }

    @Override
    public List<String> row(int number, DemoExample example) {
        return List.of(example.premise(), example.label());
    }

    @Override
    public List<String> testHeader() {
        return List.of("index", "sentence");
    }

    @Override
    public List<String> testRow(int number, DemoExample example) {
        return List.of(Integer.toString(number), example.premise());
    }
}
