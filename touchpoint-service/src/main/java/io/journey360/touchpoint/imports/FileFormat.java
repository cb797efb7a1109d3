package io.journey360.touchpoint.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;

/** What an uploaded file is. */
enum FileFormat {
    CSV("text", "csv"),
    NDJSON("application", "x-ndjson"),
    XES("application", "xml");

    private final String type;
    private final String subtype;

    FileFormat(String type, String subtype) {
        this.type = type;
        this.subtype = subtype;
    }

    static Optional<FileFormat> of(MediaType mediaType) {
        for (var format : values()) {
            if (mediaType.getType().equals(format.type)
                    && mediaType.getSubtype().equals(format.subtype)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
