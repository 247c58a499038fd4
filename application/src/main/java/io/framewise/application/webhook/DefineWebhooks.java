package io.framewise.application.webhook;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookEvent;
import io.framewise.domain.webhook.WebhookId;
import io.framewise.domain.webhook.WebhookSecret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says whom a project tells what. */
public final class DefineWebhooks {

    /** Of one project: whatever happens is sent to each. */
    private static final int MOST = 20;

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final Webhooks webhooks;
    private final Journal journal;
    private final Identifiers identifiers;

    public DefineWebhooks(
            UnitOfWork unitOfWork, Projects projects, Webhooks webhooks, Journal journal, Identifiers identifiers) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.webhooks = webhooks;
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
            List<String> events = request.events() == null ? List.of() : request.events();
            Violations violations = new Violations();
            violations.check(() -> Webhook.address(request.url()));
            violations.check(() -> Webhook.events(events));
            violations.refuse();
            Webhook webhook = new Webhook(
                    new WebhookId(identifiers.uuid()),
                    project,
                    Webhook.address(request.url()),
                    Webhook.events(events),
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

    private Webhook present(WebhookId id) {
        return webhooks.lock(id).present();
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
        return names == null ? webhook.events() : Webhook.events(names);
    }
}
