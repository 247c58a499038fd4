package io.framewise.domain;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunOutcome;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.CheckReport;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.Classification;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A street, filmed: the project, video, models and labels that most tests are about. Every id is a new one. */
public final class Fixtures {

    public static final Instant NOW = Instant.parse("2026-03-02T09:30:00.123456Z");
    public static final Actor ANNA = new Actor("anna");
    public static final Actor BEN = new Actor("ben");

    public static final FeatureNodeHash TIME_OF_DAY = new FeatureNodeHash("TimeOfDy");
    public static final FeatureNodeHash DAY = new FeatureNodeHash("TOD_day_");
    public static final FeatureNodeHash NIGHT = new FeatureNodeHash("TODnight");
    public static final FeatureNodeHash CAR = new FeatureNodeHash("Car_here");
    public static final FeatureNodeHash CAR_YES = new FeatureNodeHash("Car__yes");
    public static final FeatureNodeHash CAR_NO = new FeatureNodeHash("Car___no");
    public static final FeatureNodeHash RED = new FeatureNodeHash("Car__red");
    public static final FeatureNodeHash RED_YES = new FeatureNodeHash("Red__yes");
    public static final FeatureNodeHash RED_NO = new FeatureNodeHash("Red___no");
    public static final FeatureNodeHash WEATHER = new FeatureNodeHash("Weather_");
    public static final FeatureNodeHash RAIN = new FeatureNodeHash("W___rain");
    public static final FeatureNodeHash FOG = new FeatureNodeHash("W____fog");
    public static final FeatureNodeHash NOTE = new FeatureNodeHash("Note____");
    public static final FeatureNodeHash NUMBER_OF_CARS = new FeatureNodeHash("NumberOf");

    /** Frames of {@link #aVideo}. */
    public static final int FRAMES = 100;

    private Fixtures() {}

    // The ontology.

    /**
     * The street ontology: <i>Time of day</i> (day, night), <i>Is there a car in the frame?</i> (yes, then <i>Is the car
     * red?</i> (yes, no); no), the checklist <i>Weather</i> (rain, fog), the text <i>Note</i>, and the numeric <i>Number
     * of cars</i> from 0 to 50.
     */
    public static Ontology anOntology() {
        Attribute red = radio(RED, "Is the car red?", option(RED_YES, "yes"), option(RED_NO, "no"));
        return new Ontology(
                1,
                List.of(
                        asked(
                                "Class_01",
                                radio(TIME_OF_DAY, "Time of day", option(DAY, "day"), option(NIGHT, "night"))),
                        asked(
                                "Class_02",
                                radio(
                                        CAR,
                                        "Is there a car in the frame?",
                                        option(CAR_YES, "yes", red),
                                        option(CAR_NO, "no"))),
                        asked(
                                "Class_03",
                                new Attribute.Checklist(
                                        WEATHER,
                                        "Weather",
                                        false,
                                        false,
                                        List.of(option(RAIN, "rain"), option(FOG, "fog")))),
                        asked("Class_04", new Attribute.Text(NOTE, "Note", false, false)),
                        asked(
                                "Class_05",
                                new Attribute.Numeric(NUMBER_OF_CARS, "Number of cars", false, false, 0.0, 50.0))));
    }

    /** Questions that each open under the first option of the one before: 1, 2, 3, … down to a depth. */
    public static Ontology nestedQuestions(int levels) {
        Attribute[] below = {};
        for (int level = levels; level >= 1; level--) {
            below = new Attribute[] {
                radio(question(level), "Question " + level, option(yes(level), "yes", below), option(no(level), "no"))
            };
        }
        return new Ontology(1, List.of(asked("Class_01", below[0])));
    }

    public static FeatureNodeHash question(int level) {
        return new FeatureNodeHash("Ask____" + level);
    }

    public static FeatureNodeHash yes(int level) {
        return new FeatureNodeHash("Yes____" + level);
    }

    public static FeatureNodeHash no(int level) {
        return new FeatureNodeHash("No_____" + level);
    }

    public static Classification asked(String hash, Attribute attribute) {
        return new Classification(new FeatureNodeHash(hash), attribute);
    }

    public static Attribute.Radio radio(FeatureNodeHash hash, String title, Option... options) {
        return new Attribute.Radio(hash, title, true, false, List.of(options));
    }

    public static Option option(FeatureNodeHash hash, String title, Attribute... nested) {
        return new Option(hash, title, false, List.of(nested));
    }

    // The project and its media.

    public static Project aProject() {
        return aProject("Street", NOW);
    }

    public static Project aProject(String title, Instant createdAt) {
        return new Project(
                new ProjectId(UUID.randomUUID()), title, "A camera above a crossing.", anOntology(), createdAt);
    }

    /** A video of {@value #FRAMES} frames. */
    public static DataUnit aVideo(Project project) {
        return aVideo(project, FRAMES, NOW);
    }

    public static DataUnit aVideo(Project project, int frames, Instant createdAt) {
        return new DataUnit(
                new DataUnitId(UUID.randomUUID()),
                project.id(),
                "Crossing",
                MediaKind.VIDEO,
                hashOf("crossing"),
                frames,
                1280,
                720,
                new Fraction(30_000, 1001),
                90,
                List.of("The last packet is cut off."),
                createdAt);
    }

    public static List<MediaFile> filesOf(DataUnit video) {
        return List.of(new MediaFile(
                video.contentHash(), "crossing.mp4", 1_234_567, "mov,mp4,m4a,3gp,3g2,mj2", "h264", 1280, 720));
    }

    /** Where the frames of a video are, a key frame every 25. */
    public static FrameIndex framesOf(DataUnit video) {
        return framesOf(video, 25);
    }

    /** @param gop frames from one key frame to the next */
    public static FrameIndex framesOf(DataUnit video, int gop) {
        long[] pts = new long[video.frameCount()];
        Arrays.setAll(pts, frame -> 1024L + frame * 512L);
        int[] keyFrames = new int[(video.frameCount() + gop - 1) / gop];
        Arrays.setAll(keyFrames, i -> i * gop);
        return new FrameIndex(new Fraction(1, 15_360), pts, keyFrames);
    }

    // The models.

    /** Tells frames with a car from those without: the features <i>car</i>, <i>no car</i> and <i>blurred</i>. */
    public static Model aCarModel() {
        return aModel("Car or not", "car", "no car", "blurred");
    }

    /** Tells red cars from others: the features <i>red</i> and <i>other</i>. */
    public static Model aRedModel() {
        return aModel("Red car or not", "red", "other");
    }

    public static Model aModel(String title, String... features) {
        return aModel(title, NOW, features);
    }

    public static Model aModel(String title, Instant createdAt, String... features) {
        ModelId id = new ModelId(UUID.randomUUID());
        return new Model(id, title, Architecture.RESNET18, List.of(features), List.of(anIteration(id, 1)), createdAt);
    }

    /** Iterations differ in their weights. */
    public static Iteration anIteration(ModelId model, int number) {
        return new Iteration(
                new IterationId(UUID.randomUUID()),
                model,
                number,
                hashOf("weights " + number),
                46_830_571,
                new CheckReport(WeightsFormat.FASTAI, 62, 11_689_512, "PyTorch 2.7.1", "folded, channels last", null),
                new Preprocessing(
                        224,
                        192,
                        Preprocessing.Resize.CROP,
                        new Preprocessing.Normalisation(
                                List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f))),
                Activation.SOFTMAX,
                "street-" + number + ".pt",
                NOW.plusSeconds(number));
    }

    /** <i>car</i> is "yes", <i>no car</i> is "no", and <i>blurred</i> is left unmapped. */
    public static FeaturesMapping carMapping() {
        return mapping("car", CAR_YES, "no car", CAR_NO);
    }

    public static FeaturesMapping redMapping() {
        return mapping("red", RED_YES, "other", RED_NO);
    }

    /** @param featuresAndOptions a feature, its option, a feature, its option, … */
    public static FeaturesMapping mapping(Object... featuresAndOptions) {
        Map<String, FeatureNodeHash> options = new LinkedHashMap<>();
        for (int i = 0; i < featuresAndOptions.length; i += 2) {
            options.put((String) featuresAndOptions[i], (FeatureNodeHash) featuresAndOptions[i + 1]);
        }
        return new FeaturesMapping(options, false);
    }

    /** The car model answering <i>Is there a car in the frame?</i>. */
    public static AttachedModel attached(Project project, Model carModel) {
        return attached(project, carModel, carMapping());
    }

    public static AttachedModel attached(Project project, Model model, FeaturesMapping mapping) {
        return attached(project, model, new AttachedModel.Settings(mapping, new IterationPolicy.UseLatest(), true));
    }

    public static AttachedModel attached(Project project, Model model, AttachedModel.Settings settings) {
        return AttachedModel.attach(
                new AttachedModelId(UUID.randomUUID()), project.id(), model, project.ontology(), settings, NOW);
    }

    // Runs.

    /** Anna asks for the whole video, at 0.5, on any device. */
    public static RunRequest aRequest(Project project, DataUnit video, Model model, AttachedModel attached) {
        return aRequest(project, video, model, attached, video.wholeRange(), ANNA, NOW);
    }

    public static RunRequest aRequest(
            Project project,
            DataUnit video,
            Model model,
            AttachedModel attached,
            FrameRange range,
            Actor requester,
            Instant requestedAt) {
        return new RunRequest(
                project.id(),
                video.id(),
                video.contentHash(),
                range,
                attached.id(),
                model.id(),
                model.latest().id(),
                model.latest().weights(),
                model.features(),
                attached.attribute(),
                attached.featuresMapping(),
                project.ontology().revision(),
                Thresholds.of(0.5),
                false,
                io.framewise.domain.inference.Stride.EVERY_FRAME,
                "auto",
                requester,
                requestedAt,
                Optional.empty());
    }

    /** A run that Anna has just requested, of the car model over a whole video. */
    public static InferenceRun aRun() {
        Project project = aProject();
        Model model = aCarModel();
        return aRun(aRequest(project, aVideo(project), model, attached(project, model)));
    }

    public static InferenceRun aRun(RunRequest request) {
        return InferenceRun.requested(new InferenceRunId(UUID.randomUUID()), request);
    }

    /** As many frames as a run has, all labelled. */
    public static OutcomeCounts allLabelled(InferenceRun run) {
        return new OutcomeCounts(run.request().frameRange().count(), 0, 0, 0, 0, 0);
    }

    public static Optional<RunOutcome.Execution> onTheProcessor() {
        return Optional.of(new RunOutcome.Execution("cpu", "PyTorch", "2.7.1", "folded", 3, 1200, 3400));
    }

    // Labels.

    public static Label byAnna(FeatureNodeHash attribute, int first, int last, FeatureNodeHash option) {
        return byAnna(attribute, first, last, new Answer.Radio(option));
    }

    public static Label byAnna(FeatureNodeHash attribute, int first, int last, Answer answer) {
        return new Label(
                attribute, new FrameRange(first, last), answer, new LabelSource.Person(ANNA), Confidences.NONE);
    }

    /** A run's label, with the confidence 0.9 on every frame. */
    public static Label byRun(
            InferenceRunId run, FeatureNodeHash attribute, int first, int last, FeatureNodeHash option) {
        float[] confidences = new float[last - first + 1];
        Arrays.fill(confidences, 0.9f);
        return new Label(
                attribute,
                new FrameRange(first, last),
                new Answer.Radio(option),
                new LabelSource.Run(run.value()),
                Confidences.of(confidences));
    }

    /** Where an imported label comes from: iteration 3 of the car model, at 0.5. */
    public static RunOrigin anOrigin() {
        UUID run = UUID.fromString("00000000-0000-0000-0000-00000000002a");
        return new RunOrigin(run, "Car or not", 3, hashOf("weights 3"), 0.5);
    }

    /** An imported label, with the confidence 0.75 on every frame. */
    public static Label imported(FeatureNodeHash attribute, int first, int last, FeatureNodeHash option) {
        float[] confidences = new float[last - first + 1];
        Arrays.fill(confidences, 0.75f);
        return new Label(
                attribute,
                new FrameRange(first, last),
                new Answer.Radio(option),
                new LabelSource.Imported(anOrigin()),
                Confidences.of(confidences));
    }

    /** As {@link #byRun}, accepted by Ben. */
    public static Label acceptedByBen(
            InferenceRunId run, FeatureNodeHash attribute, int first, int last, FeatureNodeHash option) {
        Label proposed = byRun(run, attribute, first, last, option);
        return new Label(
                attribute,
                proposed.frames(),
                proposed.answer(),
                new LabelSource.Run(run.value(), new Acceptance(BEN, NOW)),
                proposed.confidences());
    }

    public static ContentHash hashOf(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return new ContentHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
