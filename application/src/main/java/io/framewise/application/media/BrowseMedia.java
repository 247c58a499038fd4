package io.framewise.application.media;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.project.ProjectId;
import java.util.List;

/** Shows data units and their frames. */
public final class BrowseMedia {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final FramePictures pictures;

    public BrowseMedia(UnitOfWork unitOfWork, Projects projects, DataUnits dataUnits, FramePictures pictures) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.pictures = pictures;
    }

    public DataUnit find(DataUnitId id) {
        return unitOfWork.run(() -> dataUnits.get(id));
    }

    /** The newest first. */
    public Page<DataUnit> page(ProjectId project, PageRequest request) {
        return unitOfWork.run(() -> {
            projects.get(project);
            return dataUnits.page(project, request);
        });
    }

    public FrameIndex frames(DataUnitId id) {
        return unitOfWork.run(() -> dataUnits.frames(id));
    }

    /** The files that hold some frames, of those that are there. */
    public List<MediaFile> files(DataUnitId id, FrameRange frames) {
        return unitOfWork.run(() -> dataUnits.files(id, dataUnits.get(id).files(frames)));
    }

    /**
     * One frame as a JPEG, as it is shown.
     *
     * @param maxWidth px; 0 for its own size
     * @throws Refusal.NotFound when the data unit has no such frame
     */
    public byte[] jpeg(DataUnitId id, int frame, int maxWidth) {
        FrameSource source = unitOfWork.run(() -> {
            if (!dataUnits.get(id).wholeRange().contains(frame)) {
                throw new Refusal.NotFound("frame", frame);
            }
            return dataUnits.source(id, FrameRange.single(frame));
        });
        return pictures.jpeg(source, frame, maxWidth);
    }
}
