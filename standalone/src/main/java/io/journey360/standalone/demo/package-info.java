/** What an empty log is filled with for a first look: three stories and a month of a bank's customers. */
@NullMarked
package io.journey360.standalone.demo;

import org.jspecify.annotations.NullMarked;
