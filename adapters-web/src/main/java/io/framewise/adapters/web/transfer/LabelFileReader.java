package io.framewise.adapters.web.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.adapters.web.Inputs;
import io.framewise.domain.Refusal;
import io.framewise.domain.transfer.LabelFile;
import jakarta.inject.Singleton;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a label file that comes from anywhere. It stops as soon as there is more than a file may have. */
@Singleton
final class LabelFileReader {

    private static final int MOST_MEGABYTES = 64;
    private static final int MOST_TOKENS = 5_000_000;
    private static final int MOST_LEVELS = 64;

    private static final JsonFactory LIMITED = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength((long) MOST_MEGABYTES << 20)
                    .maxTokenCount(MOST_TOKENS)
                    .maxNestingDepth(MOST_LEVELS)
                    .build())
            .build();

    private final ObjectMapper json;

    LabelFileReader(ObjectMapper json) {
        this.json = json;
    }

    /**
     * @throws Refusal.Invalid with the code {@code file-too-large} when it is more than a file may have
     * @throws JsonProcessingException when it is no JSON, or another one
     */
    LabelFile read(InputStream body) throws IOException {
        try (JsonParser parser = LIMITED.createParser(body)) {
            return Inputs.body(json.readValue(parser, LabelFile.class));
        } catch (CharConversionException unreadable) {
            throw new Refusal.Invalid("", "malformed-text", "The file is not in UTF-8.");
        } catch (JsonProcessingException unreadable) {
            for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
                if (cause instanceof StreamConstraintsException) {
                    throw tooLarge();
                }
            }
            throw unreadable;
        }
    }

    private static Refusal.Invalid tooLarge() {
        return new Refusal.Invalid(
                "",
                "file-too-large",
                "A label file has at most " + MOST_MEGABYTES + " MiB and " + MOST_TOKENS
                        + " names, values and brackets, " + MOST_LEVELS
                        + " of them inside of each other. Export the data units one by one.");
    }
}
