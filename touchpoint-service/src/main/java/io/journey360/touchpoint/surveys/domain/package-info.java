/** What a survey keeps to. */
@NullMarked
package io.journey360.touchpoint.surveys.domain;

import org.jspecify.annotations.NullMarked;
