/** What the suite does in a second, beside what it is compared to. */
@NullMarked
package io.journey360.benchmarks;

import org.jspecify.annotations.NullMarked;
