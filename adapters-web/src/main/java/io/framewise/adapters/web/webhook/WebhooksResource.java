package io.framewise.adapters.web.webhook;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.application.Page;
import io.framewise.application.webhook.DefineWebhooks;
import io.framewise.application.webhook.TryWebhooks;
import io.framewise.domain.Refusal;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookId;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/{projectId}/webhooks} */
@Path("/api/projects/{projectId}/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "webhooks")
public final class WebhooksResource {

    private final DefineWebhooks webhooks;
    private final TryWebhooks tryWebhooks;
    private final CurrentActor current;

    public WebhooksResource(DefineWebhooks webhooks, TryWebhooks tryWebhooks, CurrentActor current) {
        this.webhooks = webhooks;
        this.tryWebhooks = tryWebhooks;
        this.current = current;
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "Whom a project tells what happens in it")
    public Page<WebhookJson> list(@PathParam("projectId") ProjectId project) {
        return new Page<>(webhooks.of(project).stream().map(WebhookJson::of).toList(), null);
    }

    @POST
    @APIResponseSchema(value = WebhookJson.class, responseCode = "201", responseDescription = "Created")
    @Operation(
            operationId = "createWebhook",
            summary = "Tell an address what happens",
            description =
                    "Events are CloudEvents in JSON, signed as Standard Webhooks says with the secret of the answer,"
                            + " which is told only now.")
    public RestResponse<WebhookJson> create(
            @PathParam("projectId") ProjectId project, DefineWebhooks.@Nullable Request request) {
        Webhook webhook = webhooks.create(current.actor(), project, Inputs.body(request));
        return RestResponse.ResponseBuilder.<WebhookJson>created(
                        URI.create("/api/projects/" + project + "/webhooks/" + webhook.id()))
                .entity(WebhookJson.withSecret(webhook))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "findWebhook", summary = "A webhook; removed ones, too")
    public WebhookJson find(@PathParam("projectId") ProjectId project, @PathParam("id") WebhookId id) {
        return WebhookJson.of(inside(project, id));
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "changeWebhook",
            summary = "Change address or events, disable or enable",
            description = "What is null or left out stays as it is.")
    public WebhookJson change(
            @PathParam("projectId") ProjectId project,
            @PathParam("id") WebhookId id,
            DefineWebhooks.@Nullable Request request) {
        inside(project, id);
        return WebhookJson.of(webhooks.change(current.actor(), id, Inputs.body(request)));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "removeWebhook",
            summary = "Tell an address nothing any more",
            description = "It is archived, not deleted: what was sent to it can still be shown.")
    public void remove(@PathParam("projectId") ProjectId project, @PathParam("id") WebhookId id) {
        inside(project, id);
        webhooks.remove(current.actor(), id);
    }

    @POST
    @Path("{id}/rotate-secret")
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give a webhook another secret",
            description = "It is in the answer, and told only now; the old one signs nothing any more.")
    public WebhookJson rotateSecret(@PathParam("projectId") ProjectId project, @PathParam("id") WebhookId id) {
        inside(project, id);
        return WebhookJson.withSecret(webhooks.rotateSecret(current.actor(), id));
    }

    @POST
    @Path("{id}/test")
    @ResponseStatus(202)
    @APIResponseSchema(value = WebhookDeliveryJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(operationId = "testWebhook", summary = "Send a webhook an event of the type webhook.test")
    public WebhookDeliveryJson test(@PathParam("projectId") ProjectId project, @PathParam("id") WebhookId id) {
        inside(project, id);
        return WebhookDeliveryJson.of(tryWebhooks.test(current.actor(), id));
    }

    @GET
    @Path("{id}/deliveries")
    @Operation(operationId = "listWebhookDeliveries", summary = "What was sent to a webhook, the newest first")
    public Page<WebhookDeliveryJson> deliveries(
            @PathParam("projectId") ProjectId project,
            @PathParam("id") WebhookId id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        inside(project, id);
        Page<WebhookDelivery> page = tryWebhooks.deliveries(id, Inputs.page(limit, pageToken));
        return new Page<>(page.items().stream().map(WebhookDeliveryJson::of).toList(), page.nextPageToken());
    }

    @POST
    @Path("{id}/deliveries/{delivery}/redeliver")
    @ResponseStatus(202)
    @APIResponseSchema(value = WebhookDeliveryJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(
            operationId = "redeliverToWebhook",
            summary = "Send an event once more",
            description = "As a delivery of its own; the event keeps its id.")
    public WebhookDeliveryJson redeliver(
            @PathParam("projectId") ProjectId project,
            @PathParam("id") WebhookId id,
            @PathParam("delivery") WebhookDeliveryId delivery) {
        inside(project, id);
        return WebhookDeliveryJson.of(tryWebhooks.redeliver(current.actor(), id, delivery));
    }

    private Webhook inside(ProjectId project, WebhookId id) {
        Webhook webhook = webhooks.find(id);
        if (!webhook.projectId().equals(project)) {
            throw new Refusal.NotFound("webhook", id);
        }
        return webhook;
    }
}
