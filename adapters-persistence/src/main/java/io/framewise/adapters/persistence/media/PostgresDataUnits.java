package io.framewise.adapters.persistence.media;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.adapters.persistence.StoredJson;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.media.DataUnits;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.project.ProjectId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

@Singleton
final class PostgresDataUnits implements DataUnits {

    private static final String NEWEST_FIRST = """
            from DataUnitRow
            where projectId = :project and (createdAt, id) < (:at, :id)
            order by createdAt desc, id desc""";
    private static final String WITH_CONTENT =
            "from DataUnitRow where projectId = :project and contentHash in (:contents) order by createdAt, id";

    /** The document is long: it is not brought here as a whole. */
    private static final String FILES = """
            select cast(jsonb_path_query_array(
                files,
                cast('$.files[$first to $last]' as jsonpath),
                jsonb_build_object('first', cast(:first as int), 'last', cast(:last as int))) as text)
            from data_unit where id = :id""";

    private final StatelessSession session;

    PostgresDataUnits(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(DataUnit dataUnit, List<MediaFile> files, FrameIndex frames) {
        session.insert(NewDataUnitRow.of(dataUnit, files));
        session.insert(FrameIndexRow.of(dataUnit.id(), frames));
    }

    @Override
    public DataUnit get(DataUnitId id) {
        return find(id, LockMode.NONE);
    }

    @Override
    public DataUnit lock(DataUnitId id) {
        return find(id, LockMode.PESSIMISTIC_WRITE);
    }

    @Override
    public FrameIndex frames(DataUnitId id) {
        FrameIndexRow row = session.get(FrameIndexRow.class, id.value());
        if (row == null) {
            throw new Refusal.NotFound("data unit", id);
        }
        return row.toFrameIndex();
    }

    @Override
    public List<MediaFile> files(DataUnitId id, FrameRange numbers) {
        String files = session.createNativeQuery(FILES, String.class)
                .setParameter("id", id.value())
                .setParameter("first", numbers.first())
                .setParameter("last", numbers.last())
                .getSingleResultOrNull();
        if (files == null) {
            throw new Refusal.NotFound("data unit", id);
        }
        return List.of(StoredJson.read(files, MediaFile[].class));
    }

    @Override
    public List<DataUnit> withContent(ProjectId project, Collection<ContentHash> contents) {
        if (contents.isEmpty()) {
            return List.of();
        }
        return session
                .createSelectionQuery(WITH_CONTENT, DataUnitRow.class)
                .setParameter("project", project.value())
                .setParameterList(
                        "contents", contents.stream().map(ContentHash::sha256).toList())
                .getResultList()
                .stream()
                .map(DataUnitRow::toDataUnit)
                .toList();
    }

    @Override
    public Page<DataUnit> page(ProjectId project, PageRequest request) {
        PageToken after = PageToken.of(request);
        List<DataUnitRow> rows = session.createSelectionQuery(NEWEST_FIRST, DataUnitRow.class)
                .setParameter("project", project.value())
                .setParameter("at", after.at())
                .setParameter("id", after.id())
                .setMaxResults(request.limit() + 1)
                .getResultList();
        return PageToken.page(rows, request, DataUnitRow::token, DataUnitRow::toDataUnit);
    }

    private DataUnit find(DataUnitId id, LockMode lock) {
        DataUnitRow row = session.get(DataUnitRow.class, id.value(), lock);
        if (row == null) {
            throw new Refusal.NotFound("data unit", id);
        }
        return row.toDataUnit();
    }
}
