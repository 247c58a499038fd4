package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.Wire;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.NetworkFacts;
import io.framewise.domain.model.WeightsFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** What the node and an inference process say about a network that was uploaded. */
final class InspectionMessage {

    /** As many as a classification model may have. */
    static final int MOST_FEATURES = 10_000;

    private InspectionMessage() {}

    static void write(DataOutput out, ManifestFacts facts) throws IOException {
        Messages.optional(out, facts.architecture(), value -> Wire.text(out, value.value()));
        Messages.optional(out, facts.features(), names -> Messages.list(out, names, name -> Wire.sentence(out, name)));
        Messages.optional(out, facts.preprocessing(), value -> Messages.write(out, value));
        Messages.optional(out, facts.activation(), value -> Wire.text(out, value.name()));
    }

    static ManifestFacts manifest(DataInput in) throws IOException {
        return new ManifestFacts(
                Optional.empty(),
                Messages.optional(in, () -> Architecture.named(Wire.text(in)).orElseThrow()),
                Messages.optional(in, () -> Messages.list(in, MOST_FEATURES, () -> Wire.sentence(in))),
                Messages.optional(in, () -> Messages.preprocessing(in)),
                Messages.optional(in, () -> Messages.constant(Activation.class, in)));
    }

    static void write(DataOutput out, NetworkFacts facts) throws IOException {
        Wire.text(out, facts.format().value());
        write(
                out,
                new ManifestFacts(
                        Optional.empty(),
                        facts.architecture(),
                        facts.features(),
                        facts.preprocessing(),
                        facts.activation()));
        out.writeInt(facts.layers());
        out.writeLong(facts.parameters());
    }

    static NetworkFacts network(DataInput in) throws IOException {
        WeightsFormat format = WeightsFormat.named(Wire.text(in)).orElseThrow(() -> new IOException("no such format"));
        ManifestFacts facts = manifest(in);
        return new NetworkFacts(
                format,
                facts.architecture(),
                facts.features(),
                facts.preprocessing(),
                facts.activation(),
                in.readInt(),
                in.readLong());
    }
}
