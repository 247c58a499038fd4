package io.framewise.domain.transfer;

import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.transfer.LabelFile.DataUnitDraft;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data units of a project that have the content of those in a file. Where several have it, the title decides;
 * no two of the file become one.
 */
public final class DataUnitMatch {

    static final String CONTENT_HASH = "A SHA-256 has 64 lower-case hexadecimal digits.";

    private static final int MAX_TITLE = 200;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private final Map<ContentHash, List<DataUnit>> candidates;
    private final Set<DataUnitId> taken = new HashSet<>();
    private final Findings findings;

    /** @param candidates of the project, with one of the contents in the file */
    public DataUnitMatch(Collection<DataUnit> candidates, Findings findings) {
        this.candidates = candidates.stream().collect(Collectors.groupingBy(DataUnit::contentHash));
        this.findings = findings;
    }

    public static boolean isContentHash(@Nullable String text) {
        return text != null && FORM.matcher(text).matches();
    }

    /** @return null when something was found */
    public @Nullable DataUnit find(DataUnitDraft draft, String path) {
        String hash = draft.contentHash();
        if (hash == null || !isContentHash(hash)) {
            findings.add(path + "/contentHash", "not-a-content-hash", CONTENT_HASH);
            return null;
        }
        List<DataUnit> same = candidates.getOrDefault(new ContentHash(hash), List.of());
        DataUnit found = chosen(same, draft, path + "/contentHash");
        if (found == null) {
            return null;
        }
        Integer frames = draft.frameCount();
        if (frames != null && frames != found.frameCount()) {
            findings.add(
                    path + "/frameCount",
                    "frame-count-differs",
                    "\"" + found.title() + "\" has " + found.frameCount() + " frames here, not " + frames + ".");
            return null;
        }
        taken.add(found.id());
        return found;
    }

    private @Nullable DataUnit chosen(List<DataUnit> same, DataUnitDraft draft, String path) {
        List<DataUnit> free =
                same.stream().filter(unit -> !taken.contains(unit.id())).toList();
        List<DataUnit> titled =
                free.stream().filter(unit -> unit.title().equals(draft.title())).toList();
        if (titled.size() == 1) {
            return titled.get(0);
        }
        if (free.size() == 1) {
            return free.get(0);
        }
        if (same.isEmpty()) {
            findings.add(path, "content-not-found", "The project has no data unit with the content of " + name(draft));
        } else if (free.isEmpty()) {
            findings.add(path, "content-repeated", "The file has more data units with this content than the project.");
        } else {
            findings.add(
                    path,
                    "content-ambiguous",
                    "The project has " + free.size() + " data units with this content, and not just one is titled "
                            + name(draft));
        }
        return null;
    }

    private static String name(DataUnitDraft draft) {
        String title = draft.title() == null ? "" : draft.title();
        return "\"" + title.substring(0, Math.min(MAX_TITLE, title.length())) + "\".";
    }
}
