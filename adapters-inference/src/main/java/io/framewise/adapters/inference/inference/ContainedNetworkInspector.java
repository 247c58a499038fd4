package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.DiedException;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.NetworkFacts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at each upload in a process of its own, which ends with it. */
@Singleton
public class ContainedNetworkInspector implements NetworkInspector {

    private static final String PATH = "/weights";

    private final InferenceProcesses processes;

    @Inject
    public ContainedNetworkInspector(InferenceProcesses processes) {
        this.processes = processes;
    }

    @Override
    public Inspection inspect(UploadedFile weights, ManifestFacts manifest, List<Path> goldens) {
        try {
            return processes.once(worker -> ask(worker, weights.file(), manifest, goldens));
        } catch (DiedException e) {
            String at = e.doing().isEmpty()
                    ? ""
                    : " while " + String.join(" and ", e.doing().values());
            throw new Refusal.Invalid(PATH, "network-crashed", e.sentence() + at + ".");
        }
    }

    private Inspection ask(Worker worker, Path weights, ManifestFacts manifest, List<Path> goldens) throws IOException {
        Path file = worker.inbox().put(weights, "weights");
        List<Path> images = new ArrayList<>();
        for (Path golden : goldens) {
            images.add(worker.inbox().put(golden, "golden-" + images.size()));
        }
        worker.process().send(Wire.INSPECT, out -> {
            Wire.text(out, file.toString());
            out.writeBoolean(processes.mayRunPrograms());
            InspectionMessage.write(out, manifest);
            out.writeInt(images.size());
            for (Path image : images) {
                Wire.text(out, image.toString());
            }
        });
        ChildProcess process = worker.process();
        Inspection found = process.read(ContainedNetworkInspector::inspection);
        int features =
                found.facts().features().or(manifest::features).map(List::size).orElse(0);
        boolean runs = features > 0
                && found.facts().preprocessing().or(manifest::preprocessing).isPresent();
        int expected = runs ? images.size() : 0;
        List<float[]> answers = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = process.read((kind, body) -> golden(kind, body, features, expected, answers));
        }
        return new Inspection(found.facts(), found.engine(), found.form(), answers);
    }

    private static Inspection inspection(byte kind, DataInputStream body) throws IOException {
        if (kind == Wire.INSPECTED) {
            NetworkFacts facts = InspectionMessage.network(body);
            return new Inspection(facts, Wire.sentence(body), Wire.sentence(body), List.of());
        }
        throw refusal(kind, body);
    }

    /** @return whether there may be more */
    private static boolean golden(byte kind, DataInputStream body, int features, int expected, List<float[]> answers)
            throws IOException {
        if (kind == Wire.GOLDEN && answers.size() < expected) {
            return answers.add(Messages.floats(body, features));
        } else if (kind == Wire.END && answers.size() == expected) {
            return false;
        }
        throw refusal(kind, body);
    }

    private static Refusal refusal(byte kind, DataInputStream body) throws IOException {
        if (kind != Wire.REFUSED) {
            throw new IOException("The answer " + kind + " was not expected.");
        }
        String code = Wire.sentence(body);
        String sentence = Wire.sentence(body);
        return code.equals("engine-unavailable")
                ? new Refusal.Unavailable(code, sentence)
                : new Refusal.Invalid(code.equals("golden-image") ? "/goldens" : PATH, code, sentence);
    }
}
