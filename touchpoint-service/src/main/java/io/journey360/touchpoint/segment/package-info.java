/** Takes in what Segment's client libraries send, by the rules of Segment's HTTP tracking API. */
@NullMarked
package io.journey360.touchpoint.segment;

import org.jspecify.annotations.NullMarked;
