package io.journey360.events;

import org.axonframework.serialization.Revision;

/** The customer rated us.
 *
 * @param survey {@code nps}, {@code csat}, {@code ces}, {@code stars} or the name of a defined survey
 * @param score within the scale
 */
@Revision("2")
public record Reviewed(Moment moment, String survey, double score, Scale scale) implements JourneyEvent {}
