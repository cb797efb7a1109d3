package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** Personal data of a customer was told, corrected or taken back; what is not named stays as it was.
 *
 * @param change names this change; every value is sealed for it and for the trait's name
 * @param source who told it
 * @param changed by name; the sealed text is JSON: a string, a number, true, false or a flat object
 * @param email keyed pseudonym of the e-mail address in {@code changed}, to be found by; null when there is none
 * @param phone as {@code email}, of the phone number
 */
@Revision("1")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TraitsChanged(
        IdentityKey identity,
        String change,
        String source,
        Map<String, Sealed> changed,
        List<String> removed,
        @Nullable String email,
        @Nullable String phone,
        Instant occurredAt)
        implements ProfileEvent {

    public static final String EMAIL = "email";
    public static final String PHONE = "phone";

    public TraitsChanged {
        changed = Collections.unmodifiableMap(
                new TreeMap<>(Objects.requireNonNullElse(changed, Map.<String, Sealed>of()))); // absent in JSON
        removed = List.copyOf(Objects.requireNonNullElse(removed, List.<String>of()));
    }
}
