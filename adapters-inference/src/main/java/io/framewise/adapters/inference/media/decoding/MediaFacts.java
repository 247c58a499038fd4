package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.process.Wire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file turned out to be.
 *
 * @param video false for a still image
 * @param width as it is shown (after rotation), px
 * @param height as it is shown (after rotation), px
 * @param rotation degrees clockwise to turn the coded picture
 */
public record MediaFacts(
        boolean video,
        String format,
        String codec,
        int width,
        int height,
        Ratio frameRate,
        int rotation,
        VideoIndex index,
        List<String> findings) {

    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(video);
        Wire.sentence(out, format);
        Wire.sentence(out, codec);
        out.writeInt(width);
        out.writeInt(height);
        frameRate.write(out);
        out.writeInt(rotation);
        index.write(out);
        out.writeInt(findings.size());
        for (String finding : findings) {
            Wire.sentence(out, finding);
        }
    }

    public static MediaFacts read(DataInputStream in, Limits limits) throws IOException {
        boolean video = in.readBoolean();
        String format = Wire.sentence(in);
        String codec = Wire.sentence(in);
        int width = in.readInt();
        int height = in.readInt();
        Ratio frameRate = Ratio.read(in);
        int rotation = in.readInt();
        VideoIndex index = VideoIndex.read(in, limits.frames());
        List<String> findings = new ArrayList<>();
        for (int left = Wire.count(in, 1000); left > 0; left--) {
            findings.add(Wire.sentence(in));
        }
        return new MediaFacts(video, format, codec, width, height, frameRate, rotation, index, List.copyOf(findings));
    }
}
