package io.framewise.adapters.persistence.inference;

import static io.framewise.domain.Fixtures.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.adapters.persistence.Sql;
import io.framewise.application.Stores;
import io.framewise.application.inference.ShardResultsContract;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.FrameRange;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresShardResultsTest extends ShardResultsContract {

    @Inject
    Stores stores;

    @Inject
    Sql sql;

    @Test
    void aRowOfAnEarlierReleaseIsRead() throws SQLException {
        InferenceRun run = stored(aRun(storableRequest()));
        sql.update("""
                INSERT INTO shard_result (run_id, shard, frames, kept_frames, gated_out_frames, classified, failures,
                    probabilities, labelled, below_threshold, unmapped, kept, gated_out, failed, reused)
                VALUES (?, 0, '[0,2)', '{}', '{}', '{[0,2)}', '{"format": 1, "failures": []}', decode(?, 'hex'),
                    2, 0, 0, 0, 0, 0, 0)
                """, run.id().value(), "3f7fff58" + "37280000" + "3e800000" + "3f400000");

        List<ShardResult> found =
                inTransaction(() -> stores.shardResults().overlapping(run.id(), new FrameRange(0, 9)));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).probabilities()).containsExactly(0.99999f, 1.001358e-5f, 0.25f, 0.75f);
    }

    @Override
    protected Stores stores() {
        return stores;
    }
}
