package io.framewise.adapters.web.transfer;

import io.framewise.application.transfer.LabelledDataUnit;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.Classification;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import io.framewise.domain.transfer.Seconds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labels as rows for people: titles in place of hashes, one row for each option that is the answer. */
final class LabelTable {

    static final List<String> COLUMNS = List.of(
            "dataUnit",
            "attribute",
            "option",
            "firstFrame",
            "lastFrame",
            "startSeconds",
            "endSeconds",
            "source",
            "confidence");

    private static final int DECIMALS = 6;

    /** What begins so, or goes on so behind a tab or a line break, is a formula to some spreadsheet. */
    private static final String STARTS_A_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final Map<FeatureNodeHash, String> titles = new HashMap<>();

    LabelTable(Ontology ontology) {
        ontology.classifications().stream().map(Classification::attribute).forEach(root -> addTitles("", root));
    }

    List<String[]> rows(LabelledDataUnit unit, Label label) {
        Optional<Seconds> seconds = Seconds.of(unit.dataUnit(), unit.frames(), label.frames());
        return answers(label.answer()).stream()
                .map(answer -> new String[] {
                    text(unit.dataUnit().title()),
                    text(title(label.attribute())),
                    answer,
                    Integer.toString(label.frames().first()),
                    Integer.toString(label.frames().last()),
                    seconds.map(shown -> number(shown.start())).orElse(""),
                    seconds.map(shown -> number(shown.end())).orElse(""),
                    text(source(label.source())),
                    label.byPerson() ? "" : number(mean(label.confidences()))
                })
                .toList();
    }

    /** Text that no spreadsheet takes for a formula: an apostrophe is put before one that looks like it. */
    static String text(String text) {
        return !text.isEmpty() && STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    /** A nested attribute's title comes behind those of the answers that open it. */
    private void addTitles(String above, Attribute attribute) {
        String title = above + attribute.title();
        titles.put(attribute.featureNodeHash(), title);
        for (Option option : attribute.options()) {
            titles.put(option.featureNodeHash(), option.title());
            option.attributes().forEach(nested -> addTitles(title + " / " + option.title() + " / ", nested));
        }
    }

    private List<String> answers(Answer answer) {
        if (answer instanceof Answer.Radio radio) {
            return List.of(text(title(radio.option())));
        }
        if (answer instanceof Answer.Checklist checklist) {
            return checklist.options().isEmpty()
                    ? List.of("")
                    : checklist.options().stream()
                            .map(option -> text(title(option)))
                            .toList();
        }
        return List.of(
                answer instanceof Answer.Numeric numeric
                        ? plain(BigDecimal.valueOf(numeric.number()))
                        : text(((Answer.Text) answer).text()));
    }

    private String title(FeatureNodeHash node) {
        return titles.getOrDefault(node, node.value());
    }

    private static String source(LabelSource source) {
        if (source instanceof LabelSource.Imported imported) {
            return "model: " + imported.origin().model() + ", iteration "
                    + imported.origin().iteration();
        }
        return source instanceof LabelSource.Person person
                ? "person: " + person.actor().name()
                : source.toString();
    }

    private static double mean(Confidences confidences) {
        double sum = 0;
        for (float confidence : confidences.values()) {
            sum += confidence;
        }
        return sum / confidences.count();
    }

    private static String number(double number) {
        return plain(BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
