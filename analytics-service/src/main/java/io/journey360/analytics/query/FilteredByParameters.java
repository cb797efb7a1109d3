package io.journey360.analytics.query;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes, in the API document, what each analysis that is asked with a GET understands; {@link FilterParameters} reads it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameters({
    @Parameter(in = ParameterIn.QUERY, name = "from", example = "2026-05-01T00:00:00Z"),
    @Parameter(in = ParameterIn.QUERY, name = "to", example = "2026-06-01T00:00:00Z"),
    @Parameter(in = ParameterIn.QUERY, name = "asOf", description = "An instant with offset or a log position"),
    @Parameter(
            in = ParameterIn.QUERY,
            name = "channel",
            example = "web,app",
            description =
                    "As every field of a filter (attributes.NAME for attributes): a value, or several separated by commas"),
    @Parameter(
            in = ParameterIn.QUERY,
            name = "persona",
            example = "gold",
            description = "People who are it in the version in force, or in a version that is named: gold@2")
})
public @interface FilteredByParameters {}
