package io.framewise.adapters.persistence.model;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Entity
@Table(name = "model")
class ModelRow {

    @Id
    UUID id;

    String title;
    String architecture;
    String[] features;
    Instant createdAt;

    static ModelRow of(Model model) {
        ModelRow row = new ModelRow();
        row.id = model.id().value();
        row.title = model.title();
        row.architecture = model.architecture().value();
        row.features = model.features().toArray(String[]::new);
        row.createdAt = model.createdAt();
        return row;
    }

    Model toModel(List<Iteration> iterations) {
        return new Model(
                new ModelId(id),
                title,
                Architecture.named(architecture).orElseThrow(),
                List.of(features),
                iterations,
                createdAt);
    }

    PageToken token() {
        return new PageToken(createdAt, id);
    }
}
