package io.framewise.application.media;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.MediaIndexer.IndexedMedia;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.project.ProjectId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes data units of uploaded files: indexes their frames, then stores them. */
public final class IngestMedia {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final MediaIndexer indexer;
    private final BlobStore blobs;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public IngestMedia(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            MediaIndexer indexer,
            BlobStore blobs,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.indexer = indexer;
        this.blobs = blobs;
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * One video, one image, several images (an image group, in the order given) or one zip archive of images (an image
     * sequence, ordered by name).
     *
     * @param title null for the first file's name
     * @param files at least one
     * @param scratch an empty folder to unpack into; the caller removes it
     */
    public record Request(ProjectId projectId, @Nullable String title, List<UploadedFile> files, Path scratch) {}

    /** @throws Refusal.Invalid as {@link MediaIndexer#index} and {@link MediaIndexer#unpack}, paths {@code /file/<n>} */
    public DataUnit ingest(Actor actor, Request request) {
        unitOfWork.run(() -> projects.get(request.projectId()));
        List<UploadedFile> uploads = request.files();
        if (uploads.isEmpty()) {
            throw new Refusal.Invalid("/file", "missing-file", "Upload at least one file.");
        }
        UploadedFile only = uploads.get(0);
        boolean archive = uploads.size() == 1 && indexer.isArchive(only.file());
        List<UploadedFile> files = archive ? indexer.unpack(only, request.scratch(), "/file/0") : uploads;
        List<IndexedMedia> indexed = index(files, archive);
        MediaKind kind = kind(indexed, archive);
        FrameIndex frames = kind == MediaKind.VIDEO ? indexed.get(0).frames() : FrameIndex.ofImages(files.size());
        List<MediaFile> stored = store(files, indexed);
        DataUnit dataUnit = dataUnit(request, only, kind, stored, indexed, frames.count());
        return unitOfWork.run(() -> {
            dataUnits.add(dataUnit, stored, frames);
            journal.write(
                    actor,
                    "data-unit.created",
                    dataUnit.id(),
                    dataUnit.projectId(),
                    Map.of(
                            "title", dataUnit.title(),
                            "contentHash", dataUnit.contentHash().sha256(),
                            "frames", Integer.toString(dataUnit.frameCount())));
            return dataUnit;
        });
    }

    private List<IndexedMedia> index(List<UploadedFile> files, boolean archive) {
        List<IndexedMedia> indexed = new ArrayList<>();
        Violations violations = new Violations();
        for (int i = 0; i < files.size(); i++) {
            UploadedFile file = files.get(i);
            String path = archive ? "/file/0" : "/file/" + i;
            violations.check(() -> {
                IndexedMedia media = indexer.index(file, path);
                if (media.video() && files.size() > 1) {
                    throw new Refusal.Invalid(
                            path,
                            "video-among-images",
                            "\"" + file.name() + "\" is a video; a video is uploaded alone.");
                }
                indexed.add(media);
            });
        }
        violations.refuse();
        return indexed;
    }

    private static MediaKind kind(List<IndexedMedia> indexed, boolean archive) {
        if (archive) {
            if (indexed.get(0).video()) {
                throw new Refusal.Invalid("/file/0", "video-in-archive", "An archive holds images, not videos.");
            }
            return MediaKind.IMAGE_SEQUENCE;
        }
        if (indexed.size() > 1) {
            return MediaKind.IMAGE_GROUP;
        }
        return indexed.get(0).video() ? MediaKind.VIDEO : MediaKind.IMAGE;
    }

    private List<MediaFile> store(List<UploadedFile> files, List<IndexedMedia> indexed) {
        List<MediaFile> stored = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            IndexedMedia media = indexed.get(i);
            BlobStore.Blob blob = blobs.put(files.get(i).file());
            stored.add(new MediaFile(
                    blob.hash(),
                    files.get(i).name(),
                    blob.bytes(),
                    media.format(),
                    media.codec(),
                    media.width(),
                    media.height()));
        }
        return stored;
    }

    private DataUnit dataUnit(
            Request request,
            UploadedFile only,
            MediaKind kind,
            List<MediaFile> stored,
            List<IndexedMedia> indexed,
            int frameCount) {
        IndexedMedia first = indexed.get(0);
        return new DataUnit(
                new DataUnitId(identifiers.uuid()),
                request.projectId(),
                request.title() == null || request.title().isBlank() ? shortened(only.name()) : request.title(),
                kind,
                contentHash(stored),
                frameCount,
                first.width(),
                first.height(),
                first.frameRate(),
                first.rotation(),
                findings(stored, indexed),
                clock.instant());
    }

    private static List<String> findings(List<MediaFile> stored, List<IndexedMedia> indexed) {
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            String prefix = stored.size() == 1 ? "" : stored.get(i).name() + ": ";
            indexed.get(i).findings().forEach(finding -> findings.add(prefix + finding));
        }
        return findings;
    }

    private static String shortened(String name) {
        return name.isBlank() ? "Untitled" : name.substring(0, Math.min(200, name.length()));
    }

    private static ContentHash contentHash(List<MediaFile> files) {
        if (files.size() == 1) {
            return files.get(0).contentHash();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (MediaFile file : files) {
                digest.update(file.contentHash().sha256().getBytes(StandardCharsets.US_ASCII));
            }
            return new ContentHash(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
