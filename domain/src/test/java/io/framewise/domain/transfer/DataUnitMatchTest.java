package io.framewise.domain.transfer;

import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.hashOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.media.DataUnit;
import io.framewise.domain.project.Project;
import io.framewise.domain.transfer.LabelFile.DataUnitDraft;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataUnitMatchTest {

    private final Project project = aProject();
    private final DataUnit crossing = aVideo(project);
    private final Findings findings = new Findings();

    @Test
    void theContentDecides() {
        DataUnitMatch match = new DataUnitMatch(List.of(crossing), findings);

        assertThat(match.find(draft("Another title", hash(), 100), "/dataUnits/0"))
                .isEqualTo(crossing);
        assertThat(findings.violations()).isEmpty();
    }

    @Test
    void amongThoseOfOneContentTheTitleDecides() {
        DataUnit copy = titled("Copy");
        DataUnitMatch match = new DataUnitMatch(List.of(crossing, copy), findings);

        assertThat(match.find(draft("Copy", hash(), 100), "/dataUnits/0")).isEqualTo(copy);
        assertThat(match.find(draft("Something", hash(), 100), "/dataUnits/1")).isEqualTo(crossing);
    }

    @Test
    void noTwoBecomeOne() {
        DataUnitMatch match = new DataUnitMatch(List.of(crossing), findings);
        match.find(draft("Crossing", hash(), 100), "/dataUnits/0");

        assertThat(match.find(draft("Crossing", hash(), 100), "/dataUnits/1")).isNull();
        assertThat(found()).containsExactly("/dataUnits/1/contentHash content-repeated");
    }

    @Test
    void whatCannotBeFoundIsPointedAt() {
        DataUnitMatch match = new DataUnitMatch(List.of(crossing, titled("Crossing")), findings);

        match.find(draft("A", null, 100), "/dataUnits/0");
        match.find(draft("A", hash().toUpperCase(java.util.Locale.ROOT), 100), "/dataUnits/1");
        match.find(draft("A", hashOf("else").sha256(), 100), "/dataUnits/2");
        match.find(draft("Crossing", hash(), 100), "/dataUnits/3");

        assertThat(found())
                .containsExactly(
                        "/dataUnits/0/contentHash not-a-content-hash",
                        "/dataUnits/1/contentHash not-a-content-hash",
                        "/dataUnits/2/contentHash content-not-found",
                        "/dataUnits/3/contentHash content-ambiguous");
    }

    @Test
    void theSameContentHasTheSameFrames() {
        DataUnitMatch match = new DataUnitMatch(List.of(crossing), findings);

        assertThat(match.find(draft("Crossing", hash(), 99), "/dataUnits/0")).isNull();
        assertThat(found()).containsExactly("/dataUnits/0/frameCount frame-count-differs");
    }

    private List<String> found() {
        return findings.violations().stream()
                .map(violation -> violation.path() + " " + violation.code())
                .toList();
    }

    private String hash() {
        return crossing.contentHash().sha256();
    }

    private DataUnit titled(String title) {
        DataUnit other = aVideo(project);
        return new DataUnit(
                other.id(),
                project.id(),
                title,
                other.kind(),
                other.contentHash(),
                other.frameCount(),
                other.width(),
                other.height(),
                other.frameRate(),
                other.rotation(),
                other.findings(),
                other.createdAt());
    }

    private static DataUnitDraft draft(String title, String hash, int frames) {
        return new DataUnitDraft(title, hash, frames, null, List.of());
    }
}
