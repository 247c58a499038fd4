package io.framewise.adapters.web.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.application.transfer.ExportLabels.Export;
import io.framewise.application.transfer.LabelledDataUnit;
import io.framewise.domain.label.Label;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.transfer.LabelFile;
import io.framewise.domain.transfer.LabelFile.DataUnitDraft;
import io.framewise.domain.transfer.LabelFile.LabelDraft;
import io.framewise.domain.transfer.Seconds;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a label file, one data unit after the other. */
@Singleton
final class LabelFileWriter {

    private final ObjectMapper json;

    LabelFileWriter(ObjectMapper json) {
        this.json = json.copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    }

    /** What is written when this throws is no JSON: it ends in the middle. */
    void write(Export export, OutputStream out) throws IOException {
        Map<FeatureNodeHash, String> titles = export.project()
                .ontology()
                .attributes()
                .collect(Collectors.toMap(Attribute::featureNodeHash, Attribute::title));
        try (JsonGenerator file = json.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            file.writeStartObject();
            file.writeNumberField("format", LabelFile.FORMAT);
            file.writePOJOField(
                    "project", new LabelFile.ProjectDraft(export.project().title()));
            file.writePOJOField("ontology", export.project().ontology());
            file.writeArrayFieldStart("dataUnits");
            for (LabelledDataUnit unit : export.dataUnits()) {
                file.writePOJO(draft(unit, titles));
            }
            file.writeEndArray();
            file.writeEndObject();
        }
    }

    private static DataUnitDraft draft(LabelledDataUnit unit, Map<FeatureNodeHash, String> titles) {
        List<LabelDraft> labels =
                unit.labels().stream().map(label -> draft(label, unit, titles)).toList();
        return DataUnitDraft.of(unit.dataUnit(), labels);
    }

    private static LabelDraft draft(Label label, LabelledDataUnit unit, Map<FeatureNodeHash, String> titles) {
        return LabelDraft.of(
                label,
                titles.getOrDefault(label.attribute(), ""),
                Seconds.of(unit.dataUnit(), unit.frames(), label.frames()).orElse(null));
    }
}
