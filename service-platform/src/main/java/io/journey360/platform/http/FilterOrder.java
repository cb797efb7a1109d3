package io.journey360.platform.http;

import org.springframework.core.Ordered;

/** Who comes first: what refuses cheaply, then what reads the body, then what watches the answer. */
final class FilterOrder {

    static final int GUARD = Ordered.HIGHEST_PRECEDENCE + 100;
    static final int BODIES = Ordered.HIGHEST_PRECEDENCE + 200;
    static final int POSITIONS = Ordered.HIGHEST_PRECEDENCE + 300;
    static final int IDEMPOTENCY = Ordered.HIGHEST_PRECEDENCE + 400;

    private FilterOrder() {}
}
