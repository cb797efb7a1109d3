package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * How messages and tokens are written as JSON. What names a class in stored JSON may only name one of Axon's, ours or a plain
 * value; without this a token after a replay cannot be read back, and with anything wider the log could make us load any
 * class. Nulls are left out: stored events stay small, and a field added later reads as absent in old ones.
 */
public final class EventJson implements Jackson3SerializerCustomizer {

    @Override
    public void accept(JsonMapper.Builder mapper) {
        mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.")
                .allowIfSubType("io.journey360.")
                .allowIfSubType("java.util.")
                .allowIfSubType("java.time.")
                .build());
        mapper.changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
    }
}
