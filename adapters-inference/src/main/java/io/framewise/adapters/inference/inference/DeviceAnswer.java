package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an inference process says of the machine.
 *
 * @param gpus a line for each
 */
record DeviceAnswer(String engine, String engineVersion, List<String> gpus) {

    private static final int MOST_GPUS = 1_000;

    DeviceAnswer {
        gpus = List.copyOf(gpus);
    }

    static DeviceAnswer ask(ChildProcess process) {
        process.send(Wire.LIST_DEVICES, out -> {});
        return process.read((kind, body) -> {
            if (kind == Wire.REFUSED) {
                throw new Refusal.Unavailable(Wire.sentence(body), Wire.sentence(body));
            } else if (kind != Wire.DEVICES) {
                throw new IOException("The answer " + kind + " was not expected.");
            }
            String engine = Wire.sentence(body);
            String version = Wire.sentence(body);
            List<String> gpus = new ArrayList<>();
            for (int left = Wire.count(body, MOST_GPUS); left > 0; left--) {
                gpus.add(Wire.sentence(body));
            }
            return new DeviceAnswer(engine, version, gpus);
        });
    }
}
