package io.journey360.touchpoint.collector;

import io.journey360.events.Money;
import io.journey360.events.Scale;
import io.journey360.events.Slot;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/** An event as the API documents it. No event is ever bound to this: {@link CloudEventReader} reads them token by token. */
@Schema(description = "A CloudEvent 1.0. Extension attributes are taken and not kept")
record CloudEvent(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "1.0")
        String specversion,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "With source it names the event for good")
        String id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String source,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                allowableValues = {
                    "journey.discovered",
                    "journey.interacted",
                    "journey.booked",
                    "journey.rescheduled",
                    "journey.cancelled",
                    "journey.checked-in",
                    "journey.called",
                    "journey.served",
                    "journey.no-show",
                    "journey.reviewed",
                    "journey.retracted"
                })
        String type,

        @Schema(description = "With offset; at most 24 hours ahead. Without it the event happened when it came")
        Instant time,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Data data) {

    static final String ONE = """
            {"specversion": "1.0", "id": "e-1", "source": "web-shop", "type": "journey.discovered",
             "time": "2026-05-01T10:00:00Z",
             "data": {"customer": "c-17", "touchpoint": "search-ad", "channel": "search",
                      "attributes": {"campaign": "spring"}}}""";

    static final String TWO = """
            [{"specversion": "1.0", "id": "e-2", "source": "web-shop", "type": "journey.interacted",
              "time": "2026-05-01T10:01:00Z", "data": {"customer": "c-17", "action": "added-to-cart"}},
             {"specversion": "1.0", "id": "e-3", "source": "survey-tool", "type": "journey.reviewed",
              "time": "2026-05-03T18:00:00Z",
              "data": {"customer": "c-17", "survey": "nps", "score": 9, "scale": {"min": 0, "max": 10}}}]""";

    @Schema(description = "Customer or anonymous is needed, except to retract; the rest as far as it fits the type")
    record Data(
            @Schema(description = "A known customer; kept as a pseudonym only")
            String customer,

            @Schema(description = "A device or cookie; with customer it links the two")
            String anonymous,

            String touchpoint,
            String channel,
            String service,
            String location,

            @Schema(description = "The source's id of the booking")
            String booking,

            Money value,

            @Schema(
                    description =
                            "Flat; at most 50 and 8 KiB. What looks personal is dropped or replaced, and named in the result")
            Map<String, Object> attributes,

            @Schema(description = "interacted: what was done")
            String action,

            @Schema(description = "booking events") Slot slot,
            @Schema(description = "checked-in") String method,
            @Schema(description = "served") String outcome,
            @Schema(description = "served") Instant started,
            @Schema(description = "served") Instant ended,

            @Schema(description = "reviewed: nps, csat, ces, stars or the name of a defined survey", example = "nps")
            String survey,

            @Schema(description = "reviewed: within the scale")
            Double score,

            @Schema(description = "reviewed; a defined survey's may be left out")
            Scale scale,

            @Schema(description = "retracted: the event's own source")
            String source,

            @Schema(description = "retracted: the id of the event that was wrong")
            String id) {}
}
