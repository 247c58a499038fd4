package io.framewise.adapters.persistence.media;

import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "frame_index")
class FrameIndexRow {

    @Id
    UUID dataUnitId;

    long timeBaseNumerator;
    long timeBaseDenominator;
    long[] pts;
    int[] keyFrames;

    static FrameIndexRow of(DataUnitId dataUnit, FrameIndex frames) {
        FrameIndexRow row = new FrameIndexRow();
        row.dataUnitId = dataUnit.value();
        row.timeBaseNumerator = frames.timeBase().numerator();
        row.timeBaseDenominator = frames.timeBase().denominator();
        row.pts = frames.pts();
        row.keyFrames = frames.keyFrames();
        return row;
    }

    FrameIndex toFrameIndex() {
        return new FrameIndex(new Fraction(timeBaseNumerator, timeBaseDenominator), pts, keyFrames);
    }
}
