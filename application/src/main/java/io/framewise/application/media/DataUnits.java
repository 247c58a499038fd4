package io.framewise.application.media;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.project.ProjectId;
import java.util.Collection;
import java.util.List;

/** Every data unit, with its frame index. */
public interface DataUnits {

    void add(DataUnit dataUnit, FrameIndex frames);

    /** @throws io.framewise.domain.Refusal.NotFound when there is none */
    DataUnit get(DataUnitId id);

    /** As {@link #get}; nobody else gets it this way until the transaction ends. Every change of its labels starts so. */
    DataUnit lock(DataUnitId id);

    FrameIndex frames(DataUnitId id);

    /** Those of a project that have one of some contents, the oldest first; several may have the same. */
    List<DataUnit> withContent(ProjectId project, Collection<ContentHash> contents);

    /** The newest first. */
    Page<DataUnit> page(ProjectId project, PageRequest request);
}
