package io.framewise.adapters.persistence.media;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.project.ProjectId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Locale;

/** A data unit as it is read. */
@Entity
@Table(name = "data_unit")
class DataUnitRow extends DataUnitColumns {

    DataUnit toDataUnit() {
        return new DataUnit(
                new DataUnitId(id),
                new ProjectId(projectId),
                title,
                MediaKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                new ContentHash(contentHash),
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
