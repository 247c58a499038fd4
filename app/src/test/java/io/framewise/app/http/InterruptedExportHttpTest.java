package io.framewise.app.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export that goes wrong when a part of it is already on its way. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class InterruptedExportHttpTest {

    @Inject
    DataSource database;

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv"})
    void it_does_not_look_whole(String format) throws Exception {
        Street street = Street.created();
        String damaged = street.clip();
        label(damaged, street.hash("Car"), 1, "{\"type\": \"nonsense\"}");
        String exportedFirst = street.clip();
        label(exportedFirst, street.hash("Note"), 500, "{\"type\": \"text\", \"text\": \"Rain\"}");
        URI export = URI.create(
                RestAssured.baseURI + ":" + RestAssured.port + street.path("/labels/export?format=" + format));

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(export).build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    /** Labels of one frame each, as no release of the program has stored them when the answer is none. */
    private void label(String dataUnit, String attribute, int labels, String answer) throws Exception {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("""
                        INSERT INTO label (data_unit_id, attribute, frames, answer, person)
                        SELECT ?, ?, int4range(frame, frame + 1), ?::jsonb, 'person ' || frame
                        FROM generate_series(0, ? - 1) frame""")) {
            insert.setObject(1, UUID.fromString(dataUnit));
            insert.setString(2, attribute);
            insert.setString(3, answer);
            insert.setInt(4, labels);
            insert.executeUpdate();
        }
    }
}
