package io.framewise.application.media;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.PageRequest;
import io.framewise.application.Workbench;
import io.framewise.application.media.IngestMedia.Request;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.project.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From uploaded files to a data unit. */
class IngestMediaTest {

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void aWorkbench() {
        bench = new Workbench(folder);
    }

    @Test
    void aVideoHasTheFramesThatWereFound() {
        DataUnit video = ingest("Crossing", "video 250");

        assertThat(video.kind()).isEqualTo(MediaKind.VIDEO);
        assertThat(video.title()).isEqualTo("Crossing");
        assertThat(video.frameCount()).isEqualTo(250);
        assertThat(video.contentHash()).isEqualTo(hashOf("video 250"));
        assertThat(files(video))
                .containsExactly(new MediaFile(hashOf("video 250"), "file 0", 9, "mp4", "h264", 720, 1280));
        assertThat(video.width()).isEqualTo(720);
        assertThat(video.rotation()).isEqualTo(90);
        assertThat(video.frameRate()).isEqualTo(new Fraction(25, 1));
        assertThat(frames(video).pts(249)).isEqualTo(512L * 249);
        assertThat(bench.lastEntry().action()).isEqualTo("data-unit.created");
        assertThat(bench.lastEntry().details()).containsEntry("frames", "250");
    }

    @Test
    void anImageIsOneFrame() {
        DataUnit image = ingest(null, "image");

        assertThat(image.kind()).isEqualTo(MediaKind.IMAGE);
        assertThat(image.frameCount()).isEqualTo(1);
        assertThat(image.title()).isEqualTo("file 0");
        assertThat(image.contentHash()).isEqualTo(hashOf("image"));
        assertThat(frames(image)).isEqualTo(FrameIndex.ofImages(1));
    }

    @Test
    void severalImagesAreAGroupInTheOrderGiven() {
        DataUnit group = ingest("Pictures", "image b", "image a", "image b");

        assertThat(group.kind()).isEqualTo(MediaKind.IMAGE_GROUP);
        assertThat(files(group))
                .extracting(MediaFile::contentHash)
                .containsExactly(hashOf("image b"), hashOf("image a"), hashOf("image b"));
        assertThat(group.contentHash())
                .as("over the hashes of the files, in frame order")
                .isEqualTo(hashOf(hashOf("image b").sha256()
                        + hashOf("image a").sha256()
                        + hashOf("image b").sha256()));
        assertThat(frames(group)).isEqualTo(FrameIndex.ofImages(3));
    }

    @Test
    void theOrderOfImagesIsPartOfWhatTheyAre() {
        DataUnit one = ingest("Pictures", "image a", "image b");

        DataUnit other = ingest("Pictures", "image b", "image a");

        assertThat(one.contentHash()).isNotEqualTo(other.contentHash());
    }

    @Test
    void anArchiveOfImagesIsASequence() {
        DataUnit sequence = ingest(null, "zip\nimage 1\nimage 2\nimage 3");

        assertThat(sequence.kind()).isEqualTo(MediaKind.IMAGE_SEQUENCE);
        assertThat(sequence.frameCount()).isEqualTo(3);
        assertThat(sequence.title()).as("the archive's name").isEqualTo("file 0");
        assertThat(files(sequence)).extracting(MediaFile::name).containsExactly("entry 0", "entry 1", "entry 2");
    }

    @Test
    void anArchiveOfOneImageIsASequenceOfOneFrame() {
        DataUnit sequence = ingest(null, "zip\nimage 1");

        assertThat(sequence.kind()).isEqualTo(MediaKind.IMAGE_SEQUENCE);
        assertThat(sequence.frameCount()).isEqualTo(1);
    }

    @Test
    void whatCouldBeGotOverIsKeptWithTheNameOfTheFile() {
        assertThat(ingest(null, "image with a finding").findings()).containsExactly("The end is cut off.");
        assertThat(ingest(null, "image", "image with a finding").findings())
                .containsExactly("file 1: The end is cut off.");
    }

    @Test
    void aVideoIsUploadedAlone() {
        assertThat(refused("image", "video 5")).containsExactly("/file/1 video-among-images");
        assertThat(refused("video 5", "video 6"))
                .containsExactly("/file/0 video-among-images", "/file/1 video-among-images");
    }

    @Test
    void anArchiveHoldsImagesAndNoVideo() {
        assertThat(refused("zip\nvideo 5")).containsExactly("/file/0 video-in-archive");
        assertThat(refused("zip\nimage\nvideo 5")).containsExactly("/file/0 video-among-images");
        assertThat(refused("zip")).containsExactly("/file/0 archive-empty");
    }

    @Test
    void everyFileThatCannotBeReadIsNamed() {
        assertThat(refused("image", "a letter", "image", "a program"))
                .containsExactly("/file/1 not-media", "/file/3 not-media");
    }

    @Test
    void anArchiveAmongOtherFilesIsNotUnpacked() {
        assertThat(refused("image", "zip\nimage")).containsExactly("/file/1 not-media");
    }

    @Test
    void atLeastOneFileIsUploaded() {
        assertThat(refused()).containsExactly("/file missing-file");
    }

    @Test
    void aTitleHasALengthAndALongFileNameIsShortened() {
        Request longName = new Request(
                bench.project.id(), " ", List.of(new UploadedFile("x".repeat(300), write("image"))), folder);
        Request longTitle = new Request(
                bench.project.id(), "x".repeat(201), List.of(new UploadedFile("a", write("image"))), folder);

        assertThat(bench.ingestMedia.ingest(ANNA, longName).title()).hasSize(200);
        assertThat(violations(() -> bench.ingestMedia.ingest(ANNA, longTitle))).containsExactly("/title title-length");
    }

    @Test
    void whatIsRefusedLeavesNothing() {
        List<?> before = bench.unitOfWork.everything();

        refused("image", "a letter");

        assertThat(bench.unitOfWork.everything()).isEqualTo(before);
    }

    @Test
    void aProjectThatIsNotThereIsNotFoundBeforeAnythingIsRead() {
        Request request = new Request(new ProjectId(UUID.randomUUID()), null, List.of(), folder);

        assertThat(notFound(() -> bench.ingestMedia.ingest(ANNA, request))).isEqualTo("project-not-found");
    }

    @Test
    void dataUnitsAreShownWithTheirFrames() {
        DataUnit image = ingest(null, "image");
        BrowseMedia browse = new BrowseMedia(
                bench.unitOfWork,
                bench.stores.projects(),
                bench.stores.dataUnits(),
                (source, frame, maxWidth) ->
                        (source.dataUnit().title() + " " + frame + " " + maxWidth).getBytes(StandardCharsets.UTF_8));

        assertThat(browse.find(image.id())).isEqualTo(image);
        assertThat(browse.frames(image.id())).isEqualTo(FrameIndex.ofImages(1));
        assertThat(browse.files(bench.video.id(), FrameRange.of(5, 9))).isEqualTo(filesOf(bench.video));
        assertThat(browse.page(bench.project.id(), new PageRequest(10, null)).items())
                .containsExactly(image, bench.video);
        assertThat(browse.jpeg(bench.video.id(), 99, 320)).asString().isEqualTo("Crossing 99 320");
        assertThat(notFound(() -> browse.jpeg(bench.video.id(), 100, 0))).isEqualTo("frame-not-found");
        assertThat(notFound(() -> browse.jpeg(bench.video.id(), -1, 0))).isEqualTo("frame-not-found");
        assertThat(notFound(() -> browse.find(new DataUnitId(UUID.randomUUID()))))
                .isEqualTo("data-unit-not-found");
        assertThat(notFound(() -> browse.page(new ProjectId(UUID.randomUUID()), new PageRequest(10, null))))
                .isEqualTo("project-not-found");
    }

    private List<String> refused(String... contents) {
        return violations(() -> ingest(null, contents));
    }

    private DataUnit ingest(String title, String... contents) {
        List<UploadedFile> files = new ArrayList<>();
        for (String content : contents) {
            files.add(new UploadedFile("file " + files.size(), write(content)));
        }
        return bench.ingestMedia.ingest(ANNA, new Request(bench.project.id(), title, files, scratch()));
    }

    private List<MediaFile> files(DataUnit dataUnit) {
        return bench.unitOfWork.run(
                () -> bench.stores.dataUnits().files(dataUnit.id(), dataUnit.files(dataUnit.wholeRange())));
    }

    private FrameIndex frames(DataUnit dataUnit) {
        return bench.unitOfWork.run(() -> bench.stores.dataUnits().frames(dataUnit.id()));
    }

    private Path write(String content) {
        try {
            return Files.writeString(Files.createTempFile(folder, "upload", ""), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path scratch() {
        try {
            return Files.createTempDirectory(folder, "scratch");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
