package io.framewise.adapters.persistence.media;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.project.ProjectId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "data_unit")
class DataUnitRow {

    record Files(int format, List<MediaFile> files) {
        static final int FORMAT = 1;
    }

    @Id
    UUID id;

    UUID projectId;
    String title;
    String kind;
    String contentHash;

    @JdbcTypeCode(SqlTypes.JSON)
    Files files;

    int frameCount;
    int width;
    int height;
    long frameRateNumerator;
    long frameRateDenominator;
    int rotation;
    String[] findings;
    Instant createdAt;

    static DataUnitRow of(DataUnit dataUnit) {
        DataUnitRow row = new DataUnitRow();
        row.id = dataUnit.id().value();
        row.projectId = dataUnit.projectId().value();
        row.title = dataUnit.title();
        row.kind = dataUnit.kind().name().toLowerCase(Locale.ROOT);
        row.contentHash = dataUnit.contentHash().sha256();
        row.files = new Files(Files.FORMAT, dataUnit.files());
        row.frameCount = dataUnit.frameCount();
        row.width = dataUnit.width();
        row.height = dataUnit.height();
        row.frameRateNumerator = dataUnit.frameRate().numerator();
        row.frameRateDenominator = dataUnit.frameRate().denominator();
        row.rotation = dataUnit.rotation();
        row.findings = dataUnit.findings().toArray(String[]::new);
        row.createdAt = dataUnit.createdAt();
        return row;
    }

    DataUnit toDataUnit() {
        return new DataUnit(
                new DataUnitId(id),
                new ProjectId(projectId),
                title,
                MediaKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                new ContentHash(contentHash),
                files.files(),
                frameCount,
                width,
                height,
                new Fraction(frameRateNumerator, frameRateDenominator),
                rotation,
                List.of(findings),
                createdAt);
    }

    PageToken token() {
        return new PageToken(createdAt, id);
    }
}
