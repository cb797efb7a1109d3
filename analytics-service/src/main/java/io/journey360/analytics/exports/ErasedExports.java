package io.journey360.analytics.exports;

import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.platform.scrubbing.Scrubber;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Exports that may tell of people who are erased. An export does not keep whom it tells of, so all there are may; whoever needs
 * one asks for it again.
 */
@Component
public class ErasedExports implements Scrubber {

    private final Exports exports;
    private final ExportWorker worker;

    ErasedExports(Exports exports, ExportWorker worker) {
        this.exports = exports;
        this.worker = worker;
    }

    /** Removes every export, those that are being written too, and the files of those other replicas removed. Blocks. */
    public void remove() {
        exports.list().forEach(worker::delete);
        worker.sweep();
    }

    @Override
    public String service() {
        return "analytics-service";
    }

    @Override
    public Map<String, Long> scrub(ProfileErased erasure) {
        return removed();
    }

    @Override
    public Map<String, Long> scrub(RetentionDue due) {
        return removed();
    }

    private Map<String, Long> removed() {
        long all = exports.list().size();
        remove();
        return Map.of("exports", all);
    }
}
