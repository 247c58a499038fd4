package io.framewise.adapters.web.transfer;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.framewise.application.transfer.ExportLabels.Export;
import io.framewise.application.transfer.LabelledDataUnit;
import io.framewise.domain.label.Label;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;

/** Writes labels as a table: CSV as RFC 4180 has it, in UTF-8, with a line of column names. */
@Singleton
final class LabelTableWriter {

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final CsvSchema LINES = CsvSchema.emptySchema().withLineSeparator("\r\n");

    void write(Export export, OutputStream out) throws IOException {
        LabelTable table = new LabelTable(export.project().ontology());
        try (SequenceWriter lines = CSV.writer(LINES).writeValues(out)) {
            lines.write(LabelTable.COLUMNS.toArray(String[]::new));
            for (LabelledDataUnit unit : export.dataUnits()) {
                for (Label label : unit.labels()) {
                    for (String[] row : table.rows(unit, label)) {
                        lines.write(row);
                    }
                }
            }
        }
    }
}
