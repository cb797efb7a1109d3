/** Surveys: what is asked, on which scale, and how answers are summed up. */
@NullMarked
package io.journey360.touchpoint.surveys;

import org.jspecify.annotations.NullMarked;
