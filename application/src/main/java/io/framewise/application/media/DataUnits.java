package io.framewise.application.media;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.project.ProjectId;
import java.util.Collection;
import java.util.List;

/** Every data unit, with its files and its frame index, which are long and seldom needed. */
public interface DataUnits {

    /** @param files all of them */
    void add(DataUnit dataUnit, List<MediaFile> files, FrameIndex frames);

    /** @throws io.framewise.domain.Refusal.NotFound when there is none */
    DataUnit get(DataUnitId id);

    /** As {@link #get}; nobody else gets it this way until the transaction ends. Every change of its labels starts so. */
    DataUnit lock(DataUnitId id);

    FrameIndex frames(DataUnitId id);

    /** @param numbers of files, as {@link DataUnit#files} gives them */
    List<MediaFile> files(DataUnitId id, FrameRange numbers);

    /** @param range the frames that are wanted, of those that are there */
    default FrameSource source(DataUnitId id, FrameRange range) {
        DataUnit dataUnit = get(id);
        return new FrameSource(dataUnit, range, files(id, dataUnit.files(range)), frames(id));
    }

    /** Those of a project that have one of some contents, the oldest first; several may have the same. */
    List<DataUnit> withContent(ProjectId project, Collection<ContentHash> contents);

    /** The newest first. */
    Page<DataUnit> page(ProjectId project, PageRequest request);
}
