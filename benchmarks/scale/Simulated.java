import io.framewise.adapters.persistence.inference.PackedProbabilities;
import io.framewise.domain.inference.KeptProbabilities;
import java.util.Random;

/**
 * Networks that are simulated: scenes of 30 to 400 frames, one class each; the logits of a frame are those of its scene, with a
 * slow drift and noise from frame to frame.
 */
enum Simulated {
    SURE(7, 0.3, 0.1),
    LESS_SURE(4.5, 0.4, 0.15),
    VERY_SURE(9, 0.3, 0.1);

    private final double margin;
    private final double noise;
    private final double drift;

    /**
     * @param margin of the logit of the class of a scene
     * @param noise of every logit on every frame, standard deviation
     * @param drift of every logit from frame to frame, standard deviation
     */
    Simulated(double margin, double noise, double drift) {
        this.margin = margin;
        this.noise = noise;
        this.drift = drift;
    }

    /** How sure it is. */
    String says() {
        float[] values = values(new Random(1), 100_000, 8);
        double sum = 0;
        for (int frame = 0; frame < 100_000; frame++) {
            float most = 0;
            for (int i = 0; i < 8; i++) {
                most = Math.max(most, values[frame * 8 + i]);
            }
            sum += most;
        }
        return String.format(java.util.Locale.ROOT, "simulated, with a mean confidence of %.2f", sum / 100_000);
    }

    double bytesPerFrame(int frames, int features) {
        long bytes = 0;
        for (byte[] shard : shards(200, frames, features)) {
            bytes += shard.length;
        }
        return bytes / (200.0 * frames);
    }

    byte[][] shards(int count, int frames, int features) {
        Random random = new Random(7);
        byte[][] shards = new byte[count][];
        for (int i = 0; i < count; i++) {
            shards[i] = PackedProbabilities.pack(values(random, frames, features), frames);
        }
        return shards;
    }

    private float[] values(Random random, int frames, int features) {
        float[] values = new float[frames * features];
        double[] scene = new double[features];
        double[] drifted = new double[features];
        int left = 0;
        for (int frame = 0; frame < frames; frame++, left--) {
            if (left == 0) {
                left = 30 + random.nextInt(370);
                for (int i = 0; i < features; i++) {
                    scene[i] = 1.5 * random.nextGaussian();
                    drifted[i] = 0;
                }
                scene[random.nextInt(features)] += margin;
            }
            double[] exponentials = new double[features];
            double sum = 0;
            for (int i = 0; i < features; i++) {
                drifted[i] = 0.97 * drifted[i] + drift * random.nextGaussian();
                exponentials[i] = Math.exp(scene[i] + drifted[i] + noise * random.nextGaussian());
                sum += exponentials[i];
            }
            float[] row = new float[features];
            for (int i = 0; i < features; i++) {
                row[i] = (float) (exponentials[i] / sum);
            }
            System.arraycopy(KeptProbabilities.of(row), 0, values, frame * features, features);
        }
        return values;
    }
}
