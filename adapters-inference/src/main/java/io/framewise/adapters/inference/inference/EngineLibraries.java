package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.FfmpegLibraries;
import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.domain.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The code that an inference process needs: no database, no web server. */
final class EngineLibraries {

    private EngineLibraries() {}

    static Set<String> places() {
        Set<String> places = new LinkedHashSet<>(FfmpegLibraries.places());
        places.addAll(ChildCommand.places(
                List.of(
                        NetworkProcess.class,
                        FrameClassifier.class,
                        Refusal.class,
                        ai.djl.engine.Engine.class,
                        ai.djl.pytorch.engine.PtEngine.class,
                        ai.djl.onnxruntime.engine.OrtEngine.class,
                        ai.onnxruntime.OrtEnvironment.class,
                        com.google.protobuf.CodedInputStream.class,
                        com.google.gson.Gson.class,
                        com.sun.jna.Native.class,
                        com.fasterxml.jackson.databind.ObjectMapper.class,
                        com.fasterxml.jackson.core.JsonFactory.class,
                        com.fasterxml.jackson.annotation.JsonProperty.class,
                        org.apache.commons.compress.archivers.ArchiveEntry.class,
                        org.apache.commons.io.IOUtils.class,
                        org.apache.commons.codec.binary.Hex.class,
                        org.jboss.logging.Logger.class,
                        org.slf4j.Logger.class),
                List.of("jnilib/pytorch.properties", "native/lib/pytorch.properties")));
        return places;
    }
}
