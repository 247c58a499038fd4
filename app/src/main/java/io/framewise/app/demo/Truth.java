package io.framewise.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the clip really shows, as the program that drew it wrote it down.
 *
 * @param frames number of frames
 * @param ranges for each question the list of {@code {first, last, answer}}; outside of them there is no answer
 */
record Truth(int frames, JsonNode ranges) {

    /**
     * How many frames have the label that they should have: the right option, or none where the question has no right
     * answer among the options.
     *
     * @param question of the truth, such as {@code timeOfDay}
     * @param options title of the option that each true answer stands for
     * @param labelled title of each frame's label, null where there is none
     */
    int agreeing(String question, Map<String, String> options, @Nullable String[] labelled) {
        var expected = new @Nullable String[frames];
        for (var range : ranges.get(question)) {
            for (int frame = range.get("first").asInt();
                    frame <= range.get("last").asInt();
                    frame++) {
                expected[frame] = options.get(range.get("answer").asText());
            }
        }
        int agreeing = 0;
        for (int frame = 0; frame < frames; frame++) {
            if (Objects.equals(expected[frame], labelled[frame])) {
                agreeing++;
            }
        }
        return agreeing;
    }
}
