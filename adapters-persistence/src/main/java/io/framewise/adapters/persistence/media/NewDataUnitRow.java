package io.framewise.adapters.persistence.media;

import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.MediaFile;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A data unit as it is stored; read it as a {@link DataUnitRow}. */
@Entity
@Table(name = "data_unit")
class NewDataUnitRow extends DataUnitColumns {

    record Files(int format, List<MediaFile> files) {
        static final int FORMAT = 1;
    }

    @JdbcTypeCode(SqlTypes.JSON)
    Files files;

    static NewDataUnitRow of(DataUnit dataUnit, List<MediaFile> files) {
        NewDataUnitRow row = new NewDataUnitRow();
        row.id = dataUnit.id().value();
        row.projectId = dataUnit.projectId().value();
        row.title = dataUnit.title();
        row.kind = dataUnit.kind().name().toLowerCase(Locale.ROOT);
        row.contentHash = dataUnit.contentHash().sha256();
        row.frameCount = dataUnit.frameCount();
        row.width = dataUnit.width();
        row.height = dataUnit.height();
        row.frameRateNumerator = dataUnit.frameRate().numerator();
        row.frameRateDenominator = dataUnit.frameRate().denominator();
        row.rotation = dataUnit.rotation();
        row.findings = dataUnit.findings().toArray(String[]::new);
        row.createdAt = dataUnit.createdAt();
        row.files = new Files(Files.FORMAT, files);
        return row;
    }
}
