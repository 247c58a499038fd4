package io.framewise.application.media;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.NewestFirst;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.Table;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.project.ProjectId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

public final class InMemoryDataUnits implements DataUnits {

    private final Table<DataUnitId, FrameSource> sources;

    public InMemoryDataUnits(InMemoryUnitOfWork unitOfWork) {
        sources = unitOfWork.table();
    }

    @Override
    public void add(DataUnit dataUnit, List<MediaFile> files, FrameIndex frames) {
        sources.add(dataUnit.id(), new FrameSource(dataUnit, dataUnit.wholeRange(), files, frames));
    }

    @Override
    public DataUnit get(DataUnitId id) {
        return source(id).dataUnit();
    }

    @Override
    public DataUnit lock(DataUnitId id) {
        return get(id);
    }

    @Override
    public FrameIndex frames(DataUnitId id) {
        return source(id).frames();
    }

    @Override
    public List<MediaFile> files(DataUnitId id, FrameRange numbers) {
        return source(id).files().subList(numbers.first(), numbers.last() + 1);
    }

    @Override
    public List<DataUnit> withContent(ProjectId project, Collection<ContentHash> contents) {
        return sources.all().stream()
                .map(FrameSource::dataUnit)
                .filter(unit -> unit.projectId().equals(project) && contents.contains(unit.contentHash()))
                .sorted(Comparator.comparing(DataUnit::createdAt)
                        .thenComparing(unit -> unit.id().value()))
                .toList();
    }

    @Override
    public Page<DataUnit> page(ProjectId project, PageRequest request) {
        return new NewestFirst<>(
                        DataUnit::createdAt, (DataUnit unit) -> unit.id().value())
                .page(
                        sources.all().stream()
                                .map(FrameSource::dataUnit)
                                .filter(unit -> unit.projectId().equals(project))
                                .toList(),
                        request);
    }

    private FrameSource source(DataUnitId id) {
        return sources.find(id).orElseThrow(() -> new Refusal.NotFound("data unit", id));
    }
}
