package io.framewise.adapters.persistence.model;

import io.framewise.domain.media.ContentHash;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.CheckReport;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.Padding;
import io.framewise.domain.model.Preprocessing.Resize;
import io.framewise.domain.model.Preprocessing.SecondResize;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "iteration")
class IterationRow {

    private static final int FORMAT = 1;

    record Checked(int format, CheckReport report) {}

    record Second(int format, SecondResize resize) {}

    @Id
    UUID id;

    UUID modelId;
    int number;
    String weights;
    long bytes;

    @JdbcTypeCode(SqlTypes.JSON)
    Checked checked;

    int width;
    int height;
    String resize;
    String padding;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Second secondResize;

    float @Nullable [] mean;
    float @Nullable [] std;
    String activation;
    String provenance;
    Instant createdAt;

    static IterationRow of(Iteration iteration) {
        Preprocessing preprocessing = iteration.preprocessing();
        IterationRow row = new IterationRow();
        row.id = iteration.id().value();
        row.modelId = iteration.modelId().value();
        row.number = iteration.number();
        row.weights = iteration.weights().sha256();
        row.bytes = iteration.bytes();
        row.checked = new Checked(FORMAT, iteration.check());
        row.width = preprocessing.width();
        row.height = preprocessing.height();
        row.padding = preprocessing.padding().name().toLowerCase(Locale.ROOT);
        SecondResize second = preprocessing.secondResize();
        row.secondResize = second == null ? null : new Second(FORMAT, second);
        row.resize = preprocessing.resize().name().toLowerCase(Locale.ROOT);
        preprocessing.normalising().ifPresent(normalisation -> {
            row.mean = array(normalisation.mean());
            row.std = array(normalisation.std());
        });
        row.activation = iteration.activation().name().toLowerCase(Locale.ROOT);
        row.provenance = iteration.provenance();
        row.createdAt = iteration.createdAt();
        return row;
    }

    Iteration toIteration() {
        return new Iteration(
                new IterationId(id),
                new ModelId(modelId),
                number,
                new ContentHash(weights),
                bytes,
                checked.report(),
                new Preprocessing(
                        width,
                        height,
                        Resize.valueOf(resize.toUpperCase(Locale.ROOT)),
                        Padding.valueOf(padding.toUpperCase(Locale.ROOT)),
                        secondResize == null ? null : secondResize.resize(),
                        normalisation()),
                Activation.valueOf(activation.toUpperCase(Locale.ROOT)),
                provenance,
                createdAt);
    }

    private @Nullable Normalisation normalisation() {
        return mean == null || std == null ? null : new Normalisation(list(mean), list(std));
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
