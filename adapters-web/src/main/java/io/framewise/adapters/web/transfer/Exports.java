package io.framewise.adapters.web.transfer;

import io.framewise.application.transfer.ExportLabels.Export;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Answers with an export that is written while it is read, to be saved under a name. */
@Singleton
final class Exports {

    private final LabelFileWriter files;
    private final LabelTableWriter tables;

    Exports(LabelFileWriter files, LabelTableWriter tables) {
        this.files = files;
        this.tables = tables;
    }

    Response response(Export export, ExportFormat format) {
        StreamingOutput content = out -> {
            if (format == ExportFormat.CSV) {
                tables.write(export, out);
            } else {
                files.write(export, out);
            }
        };
        return Response.ok(content)
                .type(format.mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(export.title() + " labels." + format.ending()))
                .build();
    }

    /** The name in ASCII for every client, and as it is for those that know RFC 8187. */
    static String disposition(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[-.]+", "");
        String exact = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
    }
}
