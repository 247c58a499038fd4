package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.ChildProcess;
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
        } catch (ChildProcess.DiedException e) {
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
        return worker.process().read((kind, body) -> answer(kind, body, manifest));
    }

    private static Inspection answer(byte kind, DataInputStream body, ManifestFacts manifest) throws IOException {
        if (kind == Wire.REFUSED) {
            String code = Wire.sentence(body);
            String sentence = Wire.sentence(body);
            if (code.equals("engine-unavailable")) {
                throw new Refusal.Unavailable(code, sentence);
            }
            throw new Refusal.Invalid(code.equals("golden-image") ? "/goldens" : PATH, code, sentence);
        } else if (kind != Wire.INSPECTED) {
            throw new IOException("The answer " + kind + " was not expected.");
        }
        NetworkFacts facts = InspectionMessage.network(body);
        String engine = Wire.sentence(body);
        String form = Wire.sentence(body);
        int features = facts.features().or(manifest::features).map(List::size).orElse(0);
        List<float[]> answers = new ArrayList<>();
        for (int left = Wire.count(body, 10_000); left > 0; left--) {
            answers.add(Messages.floats(body, features));
        }
        return new Inspection(facts, engine, form, answers);
    }
}
