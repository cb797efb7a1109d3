package io.journey360.touchpoint.segment;

import io.journey360.platform.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A batch taken apart by its tokens: each message is a piece of JSON of its own, so that one too large or nested too deep costs none of
 * its neighbours.
 *
 * @param messages as JSON each
 */
record Envelope(@Nullable JsonNode sentAt, @Nullable JsonNode context, List<byte[]> messages) {

    // Nothing is read into memory by depth here: what is skipped is only counted.
    private static final JsonFactory TOKENS = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    /** @throws Problem 400 when the batch itself cannot be read */
    static Envelope read(byte[] body, JsonMapper json) {
        JsonNode sentAt = null;
        JsonNode context = null;
        List<byte[]> messages = null;
        try (var parser = TOKENS.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("must be a JSON object");
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                var token = parser.nextToken();
                switch (name) {
                    case "sentAt" -> sentAt = json.readTree(piece(parser, body));
                    case "context" -> context = json.readTree(piece(parser, body));
                    case "batch" -> {
                        if (token != JsonToken.START_ARRAY) {
                            throw Problem.invalid("/batch", "must be an array");
                        }
                        messages = new ArrayList<>();
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            messages.add(piece(parser, body));
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw malformed("goes on after its end");
            }
        } catch (JacksonException e) {
            throw malformed("is not valid JSON at byte " + e.getLocation().getByteOffset());
        }
        if (messages == null) {
            throw Problem.invalid("/batch", "is required");
        }
        return new Envelope(sentAt, context, messages);
    }

    /** The value the parser stands at, and moves to the end of. */
    private static byte[] piece(JsonParser parser, byte[] body) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(body, start, (int) parser.currentLocation().getByteOffset());
    }

    private static Problem malformed(String how) {
        return Problem.of(400, "malformed-json", "The batch " + how);
    }
}
