package io.framewise.application.media;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.project.ProjectId;

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

    public FrameSource source(DataUnitId id) {
        return unitOfWork.run(() -> new FrameSource(dataUnits.get(id), dataUnits.frames(id)));
    }

    /**
     * One frame as a JPEG, as it is shown.
     *
     * @param maxWidth px; 0 for its own size
     * @throws Refusal.NotFound when the data unit has no such frame
     */
    public byte[] jpeg(DataUnitId id, int frame, int maxWidth) {
        FrameSource source = source(id);
        if (frame < 0 || !source.dataUnit().wholeRange().contains(FrameRange.single(frame))) {
            throw new Refusal.NotFound("frame", frame);
        }
        return pictures.jpeg(source, frame, maxWidth);
    }
}
