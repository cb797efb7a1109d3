/** When people were active: what retention, lifecycle, stickiness and trends have in common. */
@NullMarked
package io.journey360.analytics.activity;

import org.jspecify.annotations.NullMarked;
