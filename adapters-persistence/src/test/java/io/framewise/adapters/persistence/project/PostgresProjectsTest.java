package io.framewise.adapters.persistence.project;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.application.Stores;
import io.framewise.application.project.ProjectsContract;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresProjectsTest extends ProjectsContract {

    @Inject
    Stores stores;

    @Override
    protected Stores stores() {
        return stores;
    }
}
