package io.framewise.domain.label;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.anOrigin;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Fixtures.imported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTest {

    @Test
    void anImportedLabelHasAConfidenceForEachFrame() {
        Label label = imported(CAR, 0, 9, CAR_YES);

        assertThat(label.on(new FrameRange(3, 4)).confidences()).isEqualTo(Confidences.of(0.75f, 0.75f));
        assertThatThrownBy(() ->
                        new Label(CAR, new FrameRange(0, 1), label.answer(), label.source(), Confidences.of(0.75f)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anImportedLabelIsNoPersonsSoThatARunMayReplaceIt() {
        LabelSheet sheet = LabelSheet.of(anOntology(), List.of(imported(CAR, 0, 9, CAR_YES)));

        assertThat(sheet.heldByPersons(CAR)).isEqualTo(FrameRanges.NONE);
    }

    @Test
    void importedLabelsOfOneRunContinueEachOther() {
        LabelSheet sheet =
                LabelSheet.of(anOntology(), List.of(imported(CAR, 5, 9, CAR_YES), imported(CAR, 0, 4, CAR_YES)));

        assertThat(sheet.joined(CAR)).containsExactly(imported(CAR, 0, 9, CAR_YES));
    }

    @ParameterizedTest
    @CsvSource({"'', 1, 0.5", "' ', 1, 0.5", "Car, 0, 0.5", "Car, 1, 1.5", "Car, 1, -0.1", "Car, 1, NaN"})
    void anOriginNamesAModelAnIterationAndAConfidence(String model, int iteration, double confidence) {
        assertThatThrownBy(() -> new RunOrigin(anOrigin().run(), model, iteration, hashOf("weights"), confidence))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
