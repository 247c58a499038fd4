package io.framewise.domain.transfer;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.imported;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.Violation;
import io.framewise.domain.label.Label;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An import only adds, and conditional relationships hold when it is done (rule 2). */
class AddedLabelsTest {

    @Test
    void anAnswerBelowIsTakenWithTheAnswerThatOpensIt() {
        assertThat(found(List.of(), imported(RED, 0, 9, RED_YES), imported(CAR, 0, 4, CAR_YES), byCar(5, 9)))
                .isEmpty();
    }

    @Test
    void anAnswerBelowIsTakenWhereTheAnswerThatOpensItIsThereAlready() {
        assertThat(found(List.of(byAnna(CAR, 0, 9, CAR_YES)), imported(RED, 0, 9, RED_YES)))
                .isEmpty();
    }

    @Test
    void anAnswerBelowAClosedGateIsRefused() {
        assertThat(found(
                        List.of(byAnna(CAR, 0, 4, CAR_YES)),
                        imported(RED, 0, 9, RED_YES),
                        imported(CAR, 5, 5, CAR_NO),
                        imported(CAR, 6, 9, CAR_YES),
                        imported(RED, 10, 11, RED_YES)))
                .containsExactly(
                        "/0/frameRange missing-parent-answer: On frame 5 this question is not open: \"Is there a car in the"
                                + " frame?\" = \"yes\" is not the answer there.",
                        "/3/frameRange missing-parent-answer: On frame 10 this question is not open: \"Is there a car in the"
                                + " frame?\" = \"yes\" is not the answer there.");
    }

    @Test
    void anAnswerThatIsThereIsNotReplaced() {
        assertThat(found(
                        List.of(byAnna(CAR, 3, 4, CAR_YES), imported(CAR, 20, 29, CAR_NO)),
                        imported(CAR, 0, 3, CAR_YES),
                        imported(CAR, 5, 19, CAR_YES),
                        imported(CAR, 29, 40, CAR_NO)))
                .containsExactly(
                        "/0/frameRange already-answered: Frame 3 has an answer to this question already. An import only"
                                + " adds.",
                        "/2/frameRange already-answered: Frame 29 has an answer to this question already. An import only"
                                + " adds.");
    }

    private static Label byCar(int first, int last) {
        return byAnna(CAR, first, last, CAR_YES);
    }

    private static List<String> found(List<Label> existing, Label... added) {
        Map<FeatureNodeHash, List<PlacedLabel>> lanes = new LinkedHashMap<>();
        for (int i = 0; i < added.length; i++) {
            lanes.computeIfAbsent(added[i].attribute(), any -> new ArrayList<>())
                    .add(new PlacedLabel("/" + i, added[i]));
        }
        Findings findings = new Findings();
        AddedLabels.check(anOntology(), existing, lanes, findings);
        return findings.violations().stream().map(AddedLabelsTest::told).toList();
    }

    private static String told(Violation violation) {
        return violation.path() + " " + violation.code() + ": " + violation.message();
    }
}
