package io.framewise.domain.model;

import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.model.ManifestDraft.InputSize;
import io.framewise.domain.model.ManifestDraft.NormalisationDraft;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody says about a network, and what is refused of it. */
class ManifestDraftTest {

    private static final InputSize SIZE = new InputSize(224, 192);
    private static final NormalisationDraft IMAGENET =
            new NormalisationDraft(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    private static final List<String> FEATURES = List.of("car", "no car");

    @Test
    void aWholeManifestIsReadAsItIsWritten() {
        ManifestDraft draft = new ManifestDraft(" Cars ", "resnet34", FEATURES, SIZE, "pad", null, IMAGENET, "none");

        ManifestFacts manifest = draft.check();

        assertThat(manifest)
                .isEqualTo(new ManifestFacts(
                        Optional.of("Cars"),
                        Optional.of(Architecture.RESNET34),
                        Optional.of(FEATURES),
                        Optional.of(new Preprocessing(
                                224,
                                192,
                                Preprocessing.Resize.PAD,
                                new Preprocessing.Normalisation(
                                        List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f)))),
                        Optional.of(Activation.NONE)));
    }

    @Test
    void withoutNormalisationThereIsNoneAndWithoutPaddingItIsBlack() {
        Preprocessing input = new ManifestDraft("Cars", "other", FEATURES, SIZE, "pad", null, null, null)
                .check()
                .preprocessing()
                .orElseThrow();

        assertThat(input.normalising()).isEmpty();
        assertThat(input.padding()).isEqualTo(Preprocessing.Padding.ZEROS);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void everyArchitectureIsKnownByItsName(Architecture architecture) {
        ManifestDraft draft =
                new ManifestDraft("Cars", architecture.value(), FEATURES, SIZE, "squish", null, null, "softmax");

        assertThat(draft.check().architecture()).contains(architecture);
    }

    @Test
    void anEmptyManifestSaysNothing() {
        ManifestDraft nothing = new ManifestDraft(null, null, null, null, null, null, null, null);

        assertThat(nothing.check()).isEqualTo(ManifestFacts.NONE);
    }

    @Test
    void whoSaysHowImagesAreResizedSaysItWhole() {
        ManifestDraft half = new ManifestDraft(null, null, null, null, "crop", null, null, null);

        assertThat(violations(half::check))
                .containsExactly("/manifest/inputSize/width input-size", "/manifest/inputSize/height input-size");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        ManifestDraft wrong = new ManifestDraft(
                "x".repeat(201),
                "resnet19",
                List.of("car", " ", "car"),
                new InputSize(0, 2049),
                "stretch",
                "mirror",
                new NormalisationDraft(List.of(1.0), List.of(0.0, 1.0, 1.0)),
                "sigmoid");

        assertThat(violations(wrong::check))
                .containsExactlyInAnyOrder(
                        "/manifest/title title-length",
                        "/manifest/architecture unknown-architecture",
                        "/manifest/features/1 feature-name",
                        "/manifest/features/2 duplicate-feature",
                        "/manifest/inputSize/width input-size",
                        "/manifest/inputSize/height input-size",
                        "/manifest/resizeMethod unknown-choice",
                        "/manifest/padMode unknown-choice",
                        "/manifest/activation unknown-choice",
                        "/manifest/normalisation/mean channel-count",
                        "/manifest/normalisation/std channel-count");
    }

    @Test
    void aClassificationModelHasTwoToTenThousandFeatures() {
        assertThat(violations(() -> features(List.of("car")).check()))
                .containsExactly("/manifest/features feature-count");
        assertThat(features(numbered(10_000)).check().features().orElseThrow()).hasSize(10_000);
        assertThat(violations(() -> features(numbered(10_001)).check()))
                .containsExactly("/manifest/features feature-count");
    }

    @Test
    void aFeatureHasANameOfAtMostTwoHundredCharacters() {
        assertThat(violations(() ->
                        features(Arrays.asList("car", null, "x".repeat(201))).check()))
                .containsExactly("/manifest/features/1 feature-name", "/manifest/features/2 feature-name");
    }

    @Test
    void featuresThatDifferInCaseAreDifferent() {
        assertThat(features(List.of("car", "Car")).check().features()).contains(List.of("car", "Car"));
    }

    @Test
    void theSidesOfTheInputReachFromOneToTheLargest() {
        assertThat(sized(1, Preprocessing.MAX_SIDE)
                        .check()
                        .preprocessing()
                        .orElseThrow()
                        .height())
                .isEqualTo(2048);
        assertThat(violations(() -> sized(null, -1).check()))
                .containsExactly("/manifest/inputSize/width input-size", "/manifest/inputSize/height input-size");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-60, 1e60})
    void aDeviationIsAFiniteNumberAboveZero(double std) {
        assertThat(violations(() -> normalised(List.of(0.0, 0.0, 0.0), Arrays.asList(1.0, std, 1.0))
                        .check()))
                .containsExactly("/manifest/normalisation/std channel-count");
    }

    @Test
    void thereIsOneMeanForEachChannelAndAHoleIsNotPassedOver() {
        List<Double> ones = List.of(1.0, 1.0, 1.0);

        assertThat(violations(() ->
                        normalised(Arrays.asList(0.1, null, 0.2, 0.3), ones).check()))
                .containsExactly("/manifest/normalisation/mean channel-count");
        assertThat(violations(
                        () -> normalised(Collections.nCopies(4, 0.0), ones).check()))
                .containsExactly("/manifest/normalisation/mean channel-count");
        assertThat(violations(() -> normalised(null, null).check()))
                .containsExactly(
                        "/manifest/normalisation/mean channel-count", "/manifest/normalisation/std channel-count");
        assertThat(normalised(List.of(-1.0, 0.0, 1e30), ones)
                        .check()
                        .preprocessing()
                        .orElseThrow()
                        .normalising())
                .isPresent();
    }

    @Test
    void choicesAreWrittenAsTheyAreDocumented() {
        ManifestDraft shouted = new ManifestDraft("Cars", "other", FEATURES, SIZE, "CROP", null, null, "Softmax");

        assertThat(violations(shouted::check))
                .containsExactly("/manifest/resizeMethod unknown-choice", "/manifest/activation unknown-choice");
    }

    private static ManifestDraft features(List<String> features) {
        return new ManifestDraft("Cars", "other", features, SIZE, "crop", null, null, null);
    }

    private static ManifestDraft sized(Integer width, Integer height) {
        return new ManifestDraft("Cars", "other", FEATURES, new InputSize(width, height), "crop", null, null, null);
    }

    private static ManifestDraft normalised(List<Double> mean, List<Double> std) {
        return new ManifestDraft(
                "Cars", "other", FEATURES, SIZE, "crop", null, new NormalisationDraft(mean, std), null);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "class " + i).toList();
    }
}
