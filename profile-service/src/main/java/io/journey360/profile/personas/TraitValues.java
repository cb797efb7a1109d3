package io.journey360.profile.personas;

import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.sealing.Opener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Component
class TraitValues implements OpenedTraits {

    private static final Logger LOG = LoggerFactory.getLogger(TraitValues.class);
    private static final int ATTEMPTS = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Opener opener;
    private final JsonMapper json;

    TraitValues(Opener opener, JsonMapper json) {
        this.opener = opener;
        this.json = json;
    }

    @Override
    public Optional<Object> value(TraitsChanged change, String name) {
        var sealed = change.changed().get(name);
        return sealed == null
                ? Optional.empty()
                : open(change, name, sealed).map(json::readTree).map(TraitValues::comparable);
    }

    /** Keys that cannot be reached now are waited for: who is what persona would be wrong until the next start. */
    private Optional<String> open(TraitsChanged change, String name, Sealed sealed) {
        for (int attempt = 1; ; attempt++) {
            try {
                return opener.open(change.identity(), change.change(), name, sealed);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.warn(
                        "A trait cannot be opened now; trying again: {}",
                        e.getClass().getName());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static Object comparable(JsonNode value) {
        if (value.isNumber()) {
            return ValueTest.comparable(value.decimalValue());
        }
        return value.isBoolean() ? (Object) value.asBoolean() : value.isString() ? value.asString() : value;
    }
}
