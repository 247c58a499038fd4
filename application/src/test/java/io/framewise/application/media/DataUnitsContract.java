package io.framewise.application.media;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static io.framewise.domain.Fixtures.hashOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of {@link DataUnits} does. */
public abstract class DataUnitsContract extends StoresContract {

    @Test
    void aVideoComesBackAsItWasAdded() {
        DataUnit video = aVideo(storedProject());

        inTransaction(() -> stores().dataUnits().add(video, filesOf(video), framesOf(video)));

        assertThat(inTransaction(() -> stores().dataUnits().get(video.id()))).isEqualTo(video);
        assertThat(inTransaction(() -> stores().dataUnits().frames(video.id()))).isEqualTo(framesOf(video));
        assertThat(inTransaction(() -> stores().dataUnits().source(video.id(), FrameRange.of(7, 9))))
                .isEqualTo(new FrameSource(video, FrameRange.of(7, 9), filesOf(video), framesOf(video)));
    }

    @ParameterizedTest
    @EnumSource(
            value = MediaKind.class,
            names = {"IMAGE_GROUP", "IMAGE_SEQUENCE"})
    void imagesComeBackInTheirOrder(MediaKind kind) {
        DataUnit images = images(storedProject(), kind, 12);

        inTransaction(() -> stores().dataUnits().add(images, pictures(12), FrameIndex.ofImages(12)));

        assertThat(inTransaction(() -> stores().dataUnits().get(images.id()))).isEqualTo(images);
        assertThat(inTransaction(() -> stores().dataUnits().frames(images.id())))
                .isEqualTo(FrameIndex.ofImages(12));
        assertThat(inTransaction(() -> stores().dataUnits().files(images.id(), images.wholeRange())))
                .isEqualTo(pictures(12));
    }

    @Test
    void someFramesOfImagesComeWithTheirFiles() {
        DataUnit images = images(storedProject(), MediaKind.IMAGE_SEQUENCE, 12);
        inTransaction(() -> stores().dataUnits().add(images, pictures(12), FrameIndex.ofImages(12)));

        FrameSource source = inTransaction(() -> stores().dataUnits().source(images.id(), FrameRange.of(10, 11)));

        assertThat(source.files()).isEqualTo(pictures(12).subList(10, 12));
        assertThat(source.file(11)).isEqualTo(pictures(12).get(11));
    }

    @Test
    void anImageComesBackAsItWasAdded() {
        DataUnit image = images(storedProject(), MediaKind.IMAGE, 1);

        inTransaction(() -> stores().dataUnits().add(image, pictures(1), FrameIndex.ofImages(1)));

        assertThat(inTransaction(() -> stores().dataUnits().get(image.id()))).isEqualTo(image);
    }

    @Test
    void theFramesOfALongVideoComeBackOneByOne() {
        DataUnit video = aVideo(storedProject(), 200_000, NOW);
        long[] pts = new long[200_000];
        long at = -1_000_000_000_000L;
        for (int i = 0; i < pts.length; i++) {
            pts[i] = at += 1 + i % 7;
        }
        FrameIndex frames = new FrameIndex(new Fraction(1001, 30_000), pts, new int[] {3, 77, 199_999});

        inTransaction(() -> stores().dataUnits().add(video, filesOf(video), frames));

        assertThat(inTransaction(() -> stores().dataUnits().frames(video.id()))).isEqualTo(frames);
    }

    @Test
    void theSameBytesMayBeSeveralDataUnits() {
        Project project = storedProject();
        DataUnit one = storedVideo(project);

        DataUnit other = storedVideo(project);

        assertThat(inTransaction(() ->
                        stores().dataUnits().page(project.id(), FIRST_PAGE).items()))
                .containsExactlyInAnyOrder(one, other);
    }

    @Test
    void aDataUnitThatIsNotThereIsNotFound() {
        DataUnitId nobody = new DataUnitId(UUID.randomUUID());

        assertThatThrownBy(() -> inTransaction(() -> stores().dataUnits().get(nobody)))
                .isInstanceOfSatisfying(
                        Refusal.NotFound.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("data-unit-not-found"));
        assertThatThrownBy(() -> inTransaction(() -> stores().dataUnits().lock(nobody)))
                .isInstanceOf(Refusal.NotFound.class);
        assertThatThrownBy(() -> inTransaction(() -> stores().dataUnits().frames(nobody)))
                .isInstanceOf(Refusal.NotFound.class);
        assertThatThrownBy(() -> inTransaction(() -> stores().dataUnits().files(nobody, FrameRange.single(0))))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void aLockedDataUnitIsGivenToTheNextOnlyAfterTheFirst() throws Exception {
        DataUnit video = storedVideo(storedProject());

        DataUnit seen = secondAfterFirst(() -> stores().dataUnits().lock(video.id()), () -> {});

        assertThat(seen).isEqualTo(video);
    }

    @Test
    void dataUnitsAreFoundByTheirContentInOneProject() {
        Project project = storedProject();
        storedVideo(storedProject());
        DataUnit later = stored(aVideo(project, 10, NOW.plusSeconds(10)));
        DataUnit earlier = stored(aVideo(project, 10, NOW));
        DataUnit pictures = images(project, MediaKind.IMAGE, 1);
        inTransaction(() -> stores().dataUnits().add(pictures, pictures(1), FrameIndex.ofImages(1)));

        assertThat(withContent(project, hashOf("crossing"), hashOf("something else")))
                .containsExactly(earlier, later);
        assertThat(withContent(project, hashOf("crossing"), hashOf("pictures")))
                .containsExactlyInAnyOrder(earlier, later, pictures);
        assertThat(withContent(project, hashOf("something else"))).isEmpty();
        assertThat(withContent(project)).isEmpty();
    }

    @Test
    void aListHasTheDataUnitsOfOneProjectTheNewestFirst() {
        Project project = storedProject();
        storedVideo(storedProject());
        DataUnit oldest = stored(aVideo(project, 10, NOW));
        DataUnit newest = stored(aVideo(project, 10, NOW.plusSeconds(20)));
        DataUnit middle = stored(aVideo(project, 10, NOW.plusSeconds(10)));

        List<DataUnit> listed = walk(2, request -> stores().dataUnits().page(project.id(), request));

        assertThat(listed).containsExactly(newest, middle, oldest);
    }

    @Test
    void dataUnitsOfOneMomentAreEachListedOnce() {
        Project project = storedProject();
        List<DataUnit> same =
                IntStream.range(0, 7).mapToObj(i -> storedVideo(project)).toList();

        List<DataUnit> listed = walk(2, request -> stores().dataUnits().page(project.id(), request));

        assertThat(listed).containsExactlyInAnyOrderElementsOf(same);
    }

    @Test
    void dataUnitsThatAreAddedWhileOneLeafsThroughAListShiftNothing() {
        Project project = storedProject();
        List<DataUnit> before = IntStream.range(0, 5)
                .mapToObj(i -> stored(aVideo(project, 10, NOW.plusSeconds(i / 2))))
                .toList();
        List<DataUnit> meanwhile = new ArrayList<>();

        List<DataUnit> listed = walk(
                2,
                request -> stores().dataUnits().page(project.id(), request),
                () -> meanwhile.add(stored(aVideo(project, 10, NOW.plusSeconds(60)))));

        assertThat(meanwhile).isNotEmpty();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        Project project = storedProject();
        storedVideo(project);

        assertRefusesForeignTokens(request -> stores().dataUnits().page(project.id(), request));
    }

    private List<DataUnit> withContent(Project project, ContentHash... contents) {
        return inTransaction(() -> stores().dataUnits().withContent(project.id(), List.of(contents)));
    }

    private static List<MediaFile> pictures(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new MediaFile(
                        hashOf("picture " + i), "picture " + i + ".png", 1000 + i, "png_pipe", "png", 640 - i, 480 + i))
                .toList();
    }

    private static DataUnit images(Project project, MediaKind kind, int count) {
        return new DataUnit(
                new DataUnitId(UUID.randomUUID()),
                project.id(),
                "Pictures",
                kind,
                hashOf("pictures"),
                count,
                640,
                480,
                new Fraction(1, 1),
                0,
                List.of(),
                NOW);
    }
}
