package io.framewise.application.webhook;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookEvent;
import io.framewise.domain.webhook.WebhookId;
import io.framewise.domain.webhook.WebhookSecret;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says whom a project tells what, tries it, and shows what was sent. */
public final class DefineWebhooks {

    /** Of one project: whatever happens is sent to each. */
    private static final int MOST = 20;

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final Journal journal;
    private final Identifiers identifiers;

    public DefineWebhooks(
            UnitOfWork unitOfWork,
            Projects projects,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            Journal journal,
            Identifiers identifiers) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.journal = journal;
        this.identifiers = identifiers;
    }

    /**
     * What a webhook is to be; of a change, null leaves it as it is.
     *
     * @param events by their names, such as {@code inference-run.finished}
     * @param enabled null, for a new one, for yes
     */
    public record Request(
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable Boolean enabled) {}

    /**
     * Makes a webhook, with a secret of its own.
     *
     * @throws Refusal.Invalid with every violation
     * @throws Refusal.Conflict when the project has as many as it may have
     */
    public Webhook create(Actor actor, ProjectId project, Request request) {
        return unitOfWork.run(() -> {
            projects.lock(project);
            if (webhooks.of(project).size() >= MOST) {
                throw new Refusal.Conflict("too-many-webhooks", "A project has at most " + MOST + " webhooks.");
            }
            List<String> names = request.events() == null ? List.of() : request.events();
            Violations violations = new Violations();
            violations.check(() -> Webhook.address(request.url()));
            violations.check(() -> types(names));
            violations.refuse();
            URI url = Webhook.address(request.url());
            Webhook webhook = new Webhook(
                    new WebhookId(identifiers.uuid()),
                    project,
                    url,
                    types(names),
                    WebhookSecret.of(identifiers.secret(WebhookSecret.BYTES)),
                    disabled(request.enabled(), null),
                    false,
                    actor,
                    journal.now());
            webhooks.add(webhook);
            journal.write(actor, "webhook.created", webhook.id(), project, details(webhook));
            return webhook;
        });
    }

    /** Those of a project that are not removed. */
    public List<Webhook> of(ProjectId project) {
        return unitOfWork.run(() -> webhooks.of(projects.get(project).id()));
    }

    public Webhook find(WebhookId id) {
        return unitOfWork.run(() -> webhooks.get(id));
    }

    /** @throws Refusal.Invalid with every violation */
    public Webhook change(Actor actor, WebhookId id, Request request) {
        return unitOfWork.run(() -> {
            Webhook webhook = present(id);
            String url = request.url();
            List<String> events = request.events();
            Violations violations = new Violations();
            violations.check(() -> Webhook.address(url == null ? webhook.url().toString() : url));
            violations.check(() -> events(webhook, events));
            violations.refuse();
            Webhook changed = webhook.with(
                    url == null ? webhook.url() : Webhook.address(url),
                    events(webhook, events),
                    disabled(request.enabled(), webhook.disabled()));
            return stored(actor, webhook, changed, "webhook.changed");
        });
    }

    /** Gives it another secret; the old one signs nothing any more. */
    public Webhook rotateSecret(Actor actor, WebhookId id) {
        return unitOfWork.run(() -> {
            Webhook webhook = present(id);
            WebhookSecret secret = WebhookSecret.of(identifiers.secret(WebhookSecret.BYTES));
            return stored(actor, webhook, webhook.with(secret), "webhook.secret-rotated");
        });
    }

    /** Removes it: nothing is sent to it any more. */
    public void remove(Actor actor, WebhookId id) {
        unitOfWork.run(() -> {
            Webhook webhook = present(id);
            return stored(actor, webhook, webhook.archive(), "webhook.removed");
        });
    }

    /**
     * Sends it an event of the type {@code webhook.test}.
     *
     * @throws Refusal.Conflict when it is disabled
     */
    public WebhookDelivery test(Actor actor, WebhookId id) {
        return unitOfWork.run(() -> {
            Webhook webhook = enabled(id);
            WebhookEvent event = new WebhookEvent(
                    identifiers.uuid(),
                    WebhookEvent.Type.TEST,
                    webhook.projectId(),
                    "/api/projects/" + webhook.projectId() + "/webhooks/" + id,
                    "webhook.tested",
                    actor,
                    journal.now(),
                    Map.of());
            journal.write(actor, "webhook.tested", id, webhook.projectId(), Map.of());
            return queued(webhook, event);
        });
    }

    /** What was sent to it, or is to be, the newest first. */
    public Page<WebhookDelivery> deliveries(WebhookId id, PageRequest request) {
        return unitOfWork.run(() -> deliveries.page(webhooks.get(id).id(), request));
    }

    /**
     * Sends an event once more, as a delivery of its own.
     *
     * @throws Refusal.Conflict when the webhook is disabled
     */
    public WebhookDelivery redeliver(Actor actor, WebhookId id, WebhookDeliveryId delivery) {
        return unitOfWork.run(() -> {
            Webhook webhook = enabled(id);
            WebhookDelivery earlier = deliveries.get(delivery);
            if (!earlier.webhookId().equals(id)) {
                throw new Refusal.NotFound("webhook delivery", delivery);
            }
            journal.write(
                    actor, "webhook.redelivered", id, webhook.projectId(), Map.of("delivery", delivery.toString()));
            return queued(webhook, earlier.event());
        });
    }

    private WebhookDelivery queued(Webhook webhook, WebhookEvent event) {
        WebhookDelivery delivery =
                WebhookDelivery.of(new WebhookDeliveryId(identifiers.uuid()), webhook.id(), event, journal.now());
        deliveries.add(delivery);
        return delivery;
    }

    private Webhook present(WebhookId id) {
        Webhook webhook = webhooks.lock(id);
        if (webhook.archived()) {
            throw new Refusal.NotFound("webhook", id);
        }
        return webhook;
    }

    private Webhook enabled(WebhookId id) {
        Webhook webhook = present(id);
        if (webhook.disabled() != null) {
            throw new Refusal.Conflict("webhook-disabled", "The webhook is disabled: " + webhook.disabled());
        }
        return webhook;
    }

    private Webhook stored(Actor actor, Webhook before, Webhook after, String action) {
        if (!after.equals(before)) {
            webhooks.save(after);
            journal.write(actor, action, after.id(), after.projectId(), details(after));
        }
        return after;
    }

    private static Map<String, String> details(Webhook webhook) {
        return Map.of(
                "url", webhook.url().toString(),
                "events",
                        String.join(
                                ", ",
                                webhook.events().stream()
                                        .map(WebhookEvent.Type::value)
                                        .sorted()
                                        .toList()),
                "enabled", Boolean.toString(webhook.disabled() == null));
    }

    private static @Nullable String disabled(@Nullable Boolean enabled, @Nullable String before) {
        if (enabled == null) {
            return before;
        }
        return enabled ? null : "A person disabled it.";
    }

    private static Set<WebhookEvent.Type> events(Webhook webhook, @Nullable List<String> names) {
        return names == null ? webhook.events() : types(names);
    }

    private static Set<WebhookEvent.Type> types(List<String> names) {
        Violations violations = new Violations();
        Set<WebhookEvent.Type> types = EnumSet.noneOf(WebhookEvent.Type.class);
        for (int i = 0; i < names.size(); i++) {
            try {
                types.add(WebhookEvent.Type.of(names.get(i)));
            } catch (IllegalArgumentException unknown) {
                violations.add("/events/" + i, "unknown-webhook-event", "Choose of " + Webhook.subscribable() + ".");
            }
        }
        if (names.isEmpty() || types.contains(WebhookEvent.Type.TEST)) {
            violations.add(
                    "/events", "webhook-events-invalid", "Choose at least one of " + Webhook.subscribable() + ".");
        }
        violations.refuse();
        return types;
    }
}
