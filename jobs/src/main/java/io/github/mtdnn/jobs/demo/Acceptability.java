package io.github.mtdnn.jobs.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Is it a well-formed sentence? Wrong ones have one flaw: the verb does not agree with its subject
 * (which a noun of the other number may separate from it), the determiner not with its noun, or
 * words stand in the wrong order. Numbers vary, so that single words tell little. Raw files as
 * CoLA's: no header, and four columns, in train and dev.
 */
final class Acceptability implements DemoTask {
    private static final double PLURAL = 0.7;
    private static final List<String> OF_ONE = List.of("this", "that", "a", "every");
    private static final List<String> OF_MANY = List.of("these", "those", "two", "many");

    private enum Flaw {
        NONE,
        AGREEMENT,
        DETERMINER,
        ORDER
    }

    @Override
    public String directory() {
        return "Acceptability";
    }

    @Override
    public DemoExample draw(int number, Choice choice) {
        boolean acceptable = number % 2 == 0;
        Flaw flaw =
                acceptable ? Flaw.NONE : choice.among(Flaw.AGREEMENT, Flaw.DETERMINER, Flaw.ORDER);
        List<String> words = words(flaw, choice);
        if (flaw == Flaw.ORDER) {
            swapWords(words, choice);
        }
        String text = Sentences.sentence(String.join(" ", words));
        return new DemoExample(text, acceptable ? "1" : "0");
    }

    private static List<String> words(Flaw flaw, Choice choice) {
        List<String> words = new ArrayList<>();
        boolean many = choice.chance(PLURAL);
        boolean wrongSubject = flaw == Flaw.DETERMINER && choice.chance(0.5);
        nounPhrase(words, choice.of(Lexicon.AGENTS), many, wrongSubject, choice);
        if (choice.chance(0.3)) {
            words.add("near");
            nounPhrase(words, choice.of(Lexicon.THINGS), choice.chance(PLURAL), false, choice);
        }
        boolean plainVerb = many != (flaw == Flaw.AGREEMENT);
        if (choice.chance(0.3)) {
            words.add(choice.of(Lexicon.ADVERBS));
        }
        String verb = choice.of(Lexicon.VERBS);
        words.add(plainVerb ? verb : Verbs.third(verb));
        boolean wrongObject = flaw == Flaw.DETERMINER && !wrongSubject;
        Noun object = choice.of(choice.chance(0.5) ? Lexicon.AGENTS : Lexicon.THINGS);
        nounPhrase(words, object, choice.chance(PLURAL), wrongObject, choice);
        if (choice.chance(0.3)) {
            words.add("in");
            words.add("the");
            words.add(choice.of(Lexicon.PLACES));
        }
        return words;
    }

    private static void nounPhrase(
            List<String> words, Noun noun, boolean many, boolean wrong, Choice choice) {
        String determiner = choice.of(many != wrong ? OF_MANY : OF_ONE);
        words.add(determiner);
        if (choice.chance(0.3)) {
            // None begins with a vowel after "a".
            words.add(choice.otherThan("old", Lexicon.ADJECTIVES));
        } else if (determiner.equals("a")) {
            words.set(words.size() - 1, noun.any().split(" ")[0]);
        }
        words.add(many ? noun.plural() : noun.word());
    }

    /** The first two or the last two change places, or the last word comes first. */
    private static void swapWords(List<String> words, Choice choice) {
        int last = words.size() - 1;
        switch (choice.below(3)) {
            case 0 -> Collections.swap(words, 0, 1);
            case 1 -> Collections.swap(words, last - 1, last);
            default -> Collections.rotate(words, 1);
        }
    }

    @Override
    public List<String> header() {
        return List.of();
    }

    @Override
    public List<String> row(int number, DemoExample example) {
        String mark = example.label().equals("1") ? "" : "*";
        return List.of("demo", example.label(), mark, example.premise());
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
